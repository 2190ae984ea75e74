package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.Datagrams;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket: receives in batches while they are welcome, and sends what is queued as far as
 * the kernel takes it.
 *
 * <p>Belongs to the transport's thread.
 */
class ReadinessDatagrams extends ReadinessEndpoint implements Datagrams {

  /** Calls to receive in one turn, so that a fast sender does not keep the others waiting. */
  private static final int RECEIVES_PER_TURN = 2;

  /** Datagrams that the first call of a burst asks for. */
  private static final int FEW = 16;

  /** Errors without a datagram or an end of them in between, beyond which the socket has failed. */
  private static final int MOST_ERRORS = 64;

  /** What a system says if the descriptor is none for datagrams: no other error ends the socket. */
  private static final Set<String> OWN_FAULTS =
      Set.of("ENOTSOCK", "EFAULT", "WSAENOTSOCK", "WSAEFAULT", "WSANOTINITIALISED");

  private final DatagramCalls calls;
  private final DatagramHandler handler;
  private final DatagramSetup setup;

  /** Bytes of room for what the system gives as one. */
  private final int room;

  private final SocketAddress local;
  private final SendQueue unsent = new SendQueue();

  /** A send may succeed; cleared when one would block. */
  private boolean writable = true;

  /** An event said that there is an error: receive until it shows. */
  private boolean errorNear;

  /** The kernel had no memory for a call; nothing is tried until {@link #rested()}. */
  private boolean resting;

  /** How often in a row the kernel had no memory. */
  private int refusals;

  /** Errors in a row that receiving has met. */
  private int errors;

  /** The error that a send has met may have been that of an earlier datagram: it is repeated. */
  private boolean repeated;

  /** All that is queued is sent, and then the socket closed. */
  private boolean closing;

  /** This has its turn, at the end of which it is queued for the next one if it needs one. */
  private boolean inTurn;

  /**
   * How many the next call asks for: what comes in bursts is taken in few calls. A few that come
   * alone, such as the end of a burst, halve it.
   */
  private int expected = FEW;

  /** The longest datagrams of which several go as one; it shrinks when the system refuses. */
  private int segmentLimit;

  /** What the kernel had dropped when the last datagram came. */
  private long droppedBefore;

  ReadinessDatagrams(
      ReadinessTransport transport,
      DatagramCalls calls,
      long descriptor,
      SocketAddress local,
      DatagramSetup setup,
      int room,
      boolean segments,
      DatagramHandler handler) {
    super(transport, descriptor, transport.edgeTriggered && !UnixSockets.isUnix(local));
    this.calls = calls;
    this.local = local;
    this.setup = setup;
    this.room = room;
    this.handler = handler;
    this.segmentLimit = segments ? Integer.MAX_VALUE : 0;
  }

  @Override
  int awaited() {
    if (resting) {
      // What is ready stays ready, and would be told again and again.
      return Interest.NONE;
    }
    int awaited = receiving && !readable ? Interest.READ : Interest.NONE;
    return writable || unsent.size() == 0 ? awaited : awaited | Interest.WRITE;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Writing only after a send that would block. The kernel tells an edge for each datagram that
   * has left, so that who answers what it receives would be woken once more by its own answers.
   */
  @Override
  int edges() {
    int read = Interest.READ | Interest.EDGE;
    return writable ? read : read | Interest.WRITE;
  }

  @Override
  void onReady(int readiness) {
    if ((readiness & (Interest.READ | Interest.PEER_CLOSED | Interest.ERROR)) != 0) {
      readable = true;
    }
    if ((readiness & (Interest.WRITE | Interest.ERROR)) != 0) {
      writable = true;
    }
    if ((readiness & Interest.ERROR) != 0) {
      errorNear = true;
      if (!receiving) {
        tellPending();
      }
    }
    if (canGoOn()) {
      transport.enqueue(this);
    } else {
      updateInterest();
    }
  }

  @Override
  void proceed() {
    inTurn = true;
    try {
      if (canSend()) {
        sendQueued();
      }
      for (int i = 0; i < RECEIVES_PER_TURN && canReceive(); i++) {
        if (calls.room.isInUse()) {
          // This loop is run by a handler that looks at what another call has brought: later.
          break;
        }
        receive();
      }
    } finally {
      inTurn = false;
    }
    // What the handler has sent meanwhile goes with the next flush: it is no reason for a turn, for
    // which the loop would look at the kernel without waiting.
    if (canReceive()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void receiving(boolean on) {
    receiving = on && !closed && !closing;
    if (canReceive() && !inTurn) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void send(
      Chunk chunk,
      int offset,
      int length,
      long hostHigh,
      long hostLow,
      int port,
      int scope,
      @Nullable SocketAddress other) {
    if (!closed && !closing) {
      unsent.add(chunk, offset, length, hostHigh, hostLow, port, scope, other);
    }
  }

  @Override
  public void flush() {
    if (canSend()) {
      sendQueued();
      updateInterest();
    }
  }

  @Override
  public long unsentBytes() {
    return unsent.bytes();
  }

  @Override
  public void member(
      boolean joins, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
      throws SystemCallException {
    int result =
        closed
            ? 0
            : joins
                ? calls.sockets.join(descriptor, group, on, source)
                : calls.sockets.leave(descriptor, group, on, source);
    if (result < 0) {
      String detail =
          group.getHostAddress()
              + (source == null ? "" : " from " + source.getHostAddress())
              + (on == null ? "" : " on " + on.getName())
              + ", "
              + detail();
      throw transport.errorCodes.failure(transport.sockets.lastCall(), detail, result);
    }
  }

  @Override
  public void closeAfterFlush() {
    if (closed || closing) {
      return;
    }
    flush();
    if (closed) {
      return;
    }
    closing = true;
    receiving = false;
    closeIfSent();
    updateInterest();
  }

  @Override
  public void close() {
    closeNow(false);
  }

  @Override
  void release() {
    unsent.clear();
  }

  @Override
  void tellFailed(SystemCallException cause) {
    handler.onFailed(cause);
  }

  @Override
  void tellClosed() {
    handler.onClosed();
  }

  @Override
  void thrown(Throwable cause) {
    handler.onThrown(cause);
    closeNow(false);
  }

  @Override
  void tellThrownByClose(Throwable cause) {
    handler.onThrown(cause);
  }

  @Override
  SocketAddress address() {
    SocketAddress remote = setup.remote();
    return remote == null ? local : remote;
  }

  @Override
  String detail() {
    SocketAddress remote = setup.remote();
    return remote == null ? "at " + Addresses.text(local) : Addresses.text(remote);
  }

  @Override
  void rested() {
    resting = false;
    if (canGoOn()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  private boolean canGoOn() {
    return canReceive() || canSend();
  }

  private boolean canReceive() {
    return readable && receiving && !closed && !resting;
  }

  /** Whether something is queued that may be sent now. */
  boolean canSend() {
    return writable && unsent.size() > 0 && !closed && !resting;
  }

  /** Nobody receives: the error that an event was about has to be asked for. */
  private void tellPending() {
    int error = closed ? 0 : transport.sockets.pendingError(descriptor);
    if (error < 0) {
      errorNear = false;
      tellUnreachable(failure(error));
    }
  }

  private void receive() {
    int welcome = handler.welcome();
    if (welcome <= 0) {
      receiving = false;
      return;
    }
    ReceiveRoom into = calls.room;
    int asked = into.prepare(room, Math.min(welcome, expected));
    int n = calls.sockets.receive(descriptor, into.batch, asked);
    transport.counters.reads.add(1);
    if (n > 0) {
      // Fewer than were asked for: the socket is empty, and the next one makes a new event. Unless
      // that event was the one at hand.
      readable = n == asked || errorNear;
      expected = Math.clamp(Math.max(2L * n, expected / 2), FEW, ReceiveRoom.MOST);
      refusals = 0;
      errors = 0;
      into.received(n);
      count(into.batch, n);
      into.inUse(true);
      try {
        handler.onReceived(into.batch, into.chunks, into.offsets, n);
      } finally {
        into.inUse(false);
      }
    } else if (n == ErrorCodes.WOULD_BLOCK) {
      readable = false;
      errorNear = false;
      errors = 0;
    } else {
      receiveFailed(failure(n));
    }
  }

  /** Counts what came, and makes the drops those since the datagram before. */
  private void count(DatagramBatch batch, int n) {
    ReadinessCounters counters = transport.counters;
    long bytes = 0;
    long datagrams = 0;
    long drops = 0;
    long cut = 0;
    for (int i = 0; i < n; i++) {
      int length = batch.length[i];
      int segment = batch.segment[i];
      bytes += length;
      datagrams += segment > 0 && segment < length ? (length + segment - 1) / segment : 1;
      if (batch.cut[i]) {
        cut++;
      } else if (room > setup.room()) {
        cut += longer(length, segment);
      }
      long told = batch.dropped[i];
      if (told == DatagramBatch.NO_COUNT) {
        batch.dropped[i] = 0;
      } else {
        // The kernel counts in 32 bits.
        long since = (told - droppedBefore) & 0xFFFFFFFFL;
        batch.dropped[i] = since;
        droppedBefore = told;
        drops += since;
      }
    }
    counters.bytesIn.add(bytes);
    counters.datagramsIn.add(datagrams);
    counters.batchesIn.add(1);
    if (drops > 0) {
      counters.datagramsDropped.add(drops);
    }
    if (cut > 0) {
      counters.datagramsCut.add(cut);
    }
  }

  /** How many of what came as one are longer than the room for a datagram. */
  private int longer(int length, int segment) {
    int whole = segment > 0 ? length / segment : 0;
    int last = segment > 0 ? length % segment : length;
    return (segment > setup.room() ? whole : 0) + (last > setup.room() ? 1 : 0);
  }

  private void receiveFailed(SystemCallException cause) {
    if (isOwnFault(cause)) {
      fail(cause);
    } else if (cause.kind() == SystemCallException.Kind.NO_RESOURCES) {
      if (!rest()) {
        fail(cause);
      }
    } else if (errors == MOST_ERRORS) {
      fail(cause);
    } else {
      errors++;
      tellUnreachable(cause);
    }
  }

  /** Whether the error is that of this socket, and the end of it. */
  boolean isOwnFault(SystemCallException cause) {
    return cause.kind() == SystemCallException.Kind.BAD_DESCRIPTOR
        || OWN_FAULTS.contains(cause.codeName());
  }

  private void tellUnreachable(SystemCallException cause) {
    transport.counters.undelivered.add(1);
    handler.onUnreachable(cause);
  }

  private void sendQueued() {
    while (canSend()) {
      int elements = calls.sending.fill(unsent, segmentLimit);
      int n = calls.sockets.send(descriptor, calls.sending.batch, 0, elements);
      transport.counters.writes.add(1);
      if (n > 0) {
        sent(n);
      } else if (n == ErrorCodes.WOULD_BLOCK) {
        blocked();
      } else {
        sendFailed(n);
      }
    }
    closeIfSent();
  }

  private void sent(int elements) {
    ReadinessCounters counters = transport.counters;
    long bytes = 0;
    long datagrams = 0;
    long wire = 0;
    for (int i = 0; i < elements; i++) {
      wire += calls.sending.batch.length[i];
      datagrams += calls.sending.runs[i];
      for (int run = calls.sending.runs[i]; run > 0; run--) {
        bytes += unsent.remove();
      }
    }
    refusals = 0;
    repeated = false;
    taken();
    counters.bytesOut.add(wire);
    counters.datagramsOut.add(datagrams);
    counters.batchesOut.add(1);
    handler.onSent(bytes);
  }

  private void sendFailed(int result) {
    SystemCallException cause = failure(result);
    int segment = calls.sending.batch.segment[0];
    if (goesOn(cause)) {
      // It is tried again, at once or after a pause.
      return;
    } else if (isOwnFault(cause)) {
      fail(cause);
    } else if (tellsOfEarlier(cause)) {
      repeated = true;
      tellUnreachable(cause);
    } else if (segment > 0) {
      // One by one, as all that are as long.
      segmentLimit = segment - 1;
    } else {
      refuse(cause);
    }
  }

  /** The kernel takes no more now. */
  void blocked() {
    writable = false;
  }

  /** The kernel has taken some, or nobody asks it any more to take the first one. */
  void taken() {
    // Nothing is kept about the first one here.
  }

  /** Whether what a send has met is no end of the datagram: it is tried again then. */
  boolean goesOn(SystemCallException cause) {
    return cause.kind() == SystemCallException.Kind.NO_RESOURCES && rest();
  }

  /**
   * Whether the error is about a datagram that was sent before, so that this one is tried again.
   */
  boolean tellsOfEarlier(SystemCallException cause) {
    return setup.remote() != null
        && !repeated
        && switch (cause.kind()) {
          case CONNECTION_REFUSED, CONNECTION_RESET, UNREACHABLE -> true;
          default -> false;
        };
  }

  private void refuse(SystemCallException cause) {
    SocketAddress destination = unsent.firstDestination();
    int length = unsent.firstLength();
    SystemCallException named = named(cause, destination, length);
    int bytes = unsent.remove();
    refusals = 0;
    repeated = false;
    taken();
    transport.counters.undelivered.add(1);
    handler.onRefused(named, destination, length);
    handler.onSent(bytes);
  }

  /** Why a datagram was refused, with what helps. */
  SystemCallException named(
      SystemCallException cause, @Nullable SocketAddress destination, int length) {
    return destination == null
        ? cause
        : transport.withRemedy(
            cause, Addresses.text(destination) + ", " + length + " bytes", remedy(cause));
  }

  private static String remedy(SystemCallException cause) {
    return switch (cause.codeName()) {
      case "EACCES", "WSAEACCES" -> "a broadcast needs broadcast(true) in the options";
      case "EMSGSIZE", "WSAEMSGSIZE" -> "the most are 65507 bytes over IPv4, 65527 over IPv6";
      default -> "";
    };
  }

  /** Whether it is tried again after a pause; not for ever. */
  private boolean rest() {
    if (refusals == RestingEndpoints.MOST_PAUSES) {
      return false;
    }
    refusals++;
    resting = true;
    transport.rest(this);
    return true;
  }

  private void closeIfSent() {
    if (closing && unsent.size() == 0) {
      closeNow(false);
    }
  }
}
