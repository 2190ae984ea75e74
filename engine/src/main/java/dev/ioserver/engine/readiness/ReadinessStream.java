package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection: reads into the transport's chunk while somebody receives, and writes what is queued
 * as far as the kernel takes it.
 *
 * <p>Belongs to the transport's thread.
 */
final class ReadinessStream extends SendingEndpoint implements Stream {

  /**
   * Bytes that a port that nobody receives from reads ahead, where the poller tells of nothing but
   * what it watches for: enough to find out that there is something, little to hold.
   */
  private static final int LOOK_AHEAD = 256;

  /** Reads in one turn, so that a fast sender does not keep the others waiting. */
  private static final int READS_PER_TURN = 4;

  /** Pauses of a connect to a listener without room, before they become longer. */
  private static final int BRIEF_PAUSES = 20;

  /**
   * What becomes of the writing side.
   *
   * <pre>
   *   OPEN --shutdownOutput--&gt; SHUTTING --all is written--&gt; SHUT
   *     +------------closeAfterFlush, all is written---------^
   * </pre>
   */
  private enum Output {
    /** Chunks are taken. */
    OPEN,
    /** The peer shall read its end when what is queued has been written. */
    SHUTTING,
    /** The peer reads its end; nothing is taken any more. */
    SHUT
  }

  private final StreamHandler handler;

  /** Who it is connected to, for messages. */
  private final SocketAddress peer;

  private boolean connecting;

  /** TCP_QUICKACK was asked for; the kernel has to be told so again after each receive. */
  private final boolean acknowledgesAtOnce;

  /** A look ahead ended for want of room: more waits behind what the handler keeps. */
  private boolean cutShort;

  /**
   * A write may succeed; cleared when a write would block. True at first: a new socket has room.
   */
  private boolean writable = true;

  /** An event said that the end or an error is near: read on until it shows. */
  private boolean endNear;

  /** An event said that the connection has failed: found out about even if nobody receives. */
  private boolean failing;

  /**
   * Why nothing can be written any more. The peer's last words may still be in the kernel: they are
   * delivered before the handler hears that the stream failed. Null while all is well.
   */
  private @Nullable SystemCallException outputFailure;

  /** The peer has sent its last byte. */
  private boolean ended;

  /**
   * The kernel had no memory for a call, or the listener no room; nothing is tried until {@link
   * #rested()}.
   */
  private boolean resting;

  /** How often in a row the kernel had no memory. */
  private short refusals;

  /**
   * An orderly close is under way: what is queued is written; then, once the output is SHUT, the
   * stream lingers. See {@link #lingers}.
   */
  private boolean closing;

  /** Something was written: a reset now might overtake it. */
  private boolean wrote;

  private Output output = Output.OPEN;

  ReadinessStream(
      ReadinessTransport transport,
      long descriptor,
      SocketAddress peer,
      SocketOptions options,
      StreamHandler handler,
      boolean connecting) {
    super(transport, descriptor, transport.edgeTriggered && !UnixSockets.isUnix(peer));
    this.peer = peer;
    this.handler = handler;
    this.connecting = connecting;
    this.acknowledgesAtOnce = options.isOn(IoSocketOptions.TCP_QUICKACK);
  }

  @Override
  int awaited() {
    if (connecting && !resting) {
      return Interest.WRITE;
    }
    if (resting) {
      // What is ready stays ready, and would be told again and again.
      return Interest.NONE;
    }
    boolean reads = receiving || lingers() || looksAhead();
    int awaited = reads && !readable && !ended ? Interest.READ : Interest.NONE;
    return writable ? awaited : awaited | Interest.WRITE;
  }

  @Override
  void onReady(int readiness) {
    if (connecting) {
      finishConnect();
      if (connecting || closed) {
        return;
      }
    }
    if ((readiness & (Interest.PEER_CLOSED | Interest.ERROR)) != 0) {
      endNear = true;
    }
    if ((readiness & (Interest.READ | Interest.PEER_CLOSED | Interest.ERROR)) != 0) {
      readable = true;
    }
    if ((readiness & Interest.ERROR) != 0) {
      failing = true;
      if (ended && !closing) {
        askForReset();
        if (closed) {
          return;
        }
      }
    }
    if ((readiness & (Interest.WRITE | Interest.ERROR)) != 0) {
      writable = true;
    }
    if (canGoOn()) {
      transport.enqueue(this);
    } else {
      updateInterest();
    }
  }

  @Override
  void proceed() {
    if (closed) {
      return;
    }
    if (canWrite()) {
      write();
    }
    for (int i = 0; i < READS_PER_TURN && canRead(); i++) {
      read();
    }
    SystemCallException cause = outputFailure;
    if (cause != null && saidAll()) {
      fail(cause);
    }
    if (lingers() && !resting) {
      dropInput();
    }
    if (canGoOn()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void receiving(boolean on) {
    receiving = on && !closed && !closing && !ended;
    if (canRead() || saidAll()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void send(Chunk first) {
    if (closed || output == Output.SHUT || closing || outputFailure != null) {
      Chunks.releaseChain(first);
      return;
    }
    queue(first);
  }

  @Override
  public void flush() {
    if (!closed && canWrite()) {
      write();
      updateInterest();
    }
  }

  @Override
  public void shutdownOutput() {
    if (!closed && output == Output.OPEN) {
      output = Output.SHUTTING;
      flush();
      shutIfFlushed();
    }
  }

  @Override
  public void closeAfterFlush() {
    if (closed || closing) {
      return;
    }
    if (connecting && unsentBytes() == 0) {
      closeNow(false);
      return;
    }
    SystemCallException cause = outputFailure;
    if (cause != null) {
      // Nothing can be written, and nobody wants what came any more.
      fail(cause);
      return;
    }
    closing = true;
    receiving = false;
    flush();
    closeIfFlushed();
    updateInterest();
  }

  @Override
  public void close(boolean reset) {
    if (!reset && lingers()) {
      // What has come since the last look would make even this close a reset.
      readable = true;
      dropInput();
    }
    closeNow(reset);
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
    closeNow(true);
  }

  @Override
  void tellThrownByClose(Throwable cause) {
    handler.onThrown(cause);
  }

  @Override
  SocketAddress address() {
    return peer;
  }

  /** The connection stands: says so, and lets what was queued meanwhile go. */
  void connected() {
    connecting = false;
    writable = true;
    if (Addresses.areOne(peer, transport.sockets.localAddress(descriptor))) {
      refuseItself();
      return;
    }
    handler.onConnected();
    if (!closed && canWrite()) {
      transport.enqueue(this);
    }
    if (!closed) {
      shutIfFlushed();
    }
  }

  /**
   * Nobody listens there, and the system chose that very port for this side: TCP lets a socket
   * connect to itself. It is reset, so that the port is free for its server at once.
   */
  private void refuseItself() {
    transport.sockets.resetOnClose(descriptor);
    fail(
        new SystemCallException(
            "connect",
            detail(),
            0,
            "ECONNREFUSED",
            "nobody listens there: the connection met itself",
            SystemCallException.Kind.CONNECTION_REFUSED));
  }

  private void finishConnect() {
    int result = transport.sockets.finishConnect(descriptor);
    if (result == ErrorCodes.IN_PROGRESS) {
      // An event that was not about the outcome; on some systems a fresh socket raises one.
      return;
    }
    if (result >= 0) {
      connected();
      updateInterest();
      return;
    }
    SystemCallException cause = failure(result);
    if (cause.kind() != SystemCallException.Kind.CONNECTION_RESET) {
      fail(cause);
      return;
    }
    // A connect is refused, or times out. This one stood, and was reset before anybody looked: the
    // peer may have said why.
    connecting = false;
    handler.onConnected();
    if (!closed) {
      failOutput(cause);
    }
  }

  private boolean canRead() {
    return readable && !ended && !closed && !connecting && !resting && (receiving || mustLook());
  }

  /**
   * Whether to read although nobody receives: only a read can tell what has failed, and whether
   * bytes come before that. Bytes that it finds the handler keeps, and no more are read until they
   * have gone, so that they are bounded by one chunk.
   */
  private boolean mustLook() {
    return (failing && !closing && !handler.keepsBytes()) || looksAhead();
  }

  /**
   * Whether to watch for bytes although nobody receives: a level-triggered poller that watches for
   * nothing does not tell of a reset either. It ends with the first bytes, which the handler keeps.
   */
  private boolean looksAhead() {
    return !edgeTriggered && !receiving && !closing && handler.mayReadAhead();
  }

  /** Whether the output has failed, and all that the peer had sent before is delivered. */
  private boolean saidAll() {
    return outputFailure != null && ended && !closed && !handler.keepsBytes();
  }

  private boolean canWrite() {
    return writable
        && unsentBytes() > 0
        && !closed
        && !connecting
        && !resting
        && outputFailure == null;
  }

  private void read() {
    if (looksAhead()) {
      // Memory of its own: the handler is going to keep it, for as long as nobody receives.
      Chunk chunk = transport.lease(LOOK_AHEAD);
      try {
        cutShort = readInto(chunk, LOOK_AHEAD, 0) == LOOK_AHEAD;
      } finally {
        chunk.release();
      }
    } else {
      Chunk chunk = transport.receiveChunk();
      int kept = 0;
      if (cutShort) {
        // A message for each look ahead would cut what is there into crumbs.
        cutShort = false;
        kept = handler.takeKept(chunk);
      }
      readInto(chunk, chunk.writable(), kept);
    }
  }

  @Override
  public boolean readsOn() {
    return cutShort && readable && !ended && !closed && !closing && !resting;
  }

  /**
   * Reads once, and says what came of it.
   *
   * @param kept bytes of the handler's before the chunk's write index, which come with those that
   *     are read
   * @return as the call did
   */
  private int readInto(Chunk chunk, int room, int kept) {
    int offset = chunk.writeIndex();
    int n = transport.sockets.receive(descriptor, chunk, offset, room);
    SystemCallException cause = outputFailure;
    transport.counters.reads.add(1);
    if (n <= 0 && kept > 0) {
      handler.onReceived(chunk, offset - kept, kept);
      if (closed) {
        return n;
      }
    }
    if (n > 0) {
      // A short read has emptied the socket; the next byte, or the end, makes a new event. Unless
      // that event was the one at hand.
      readable = n == room || endNear;
      transport.counters.bytesIn.add(n);
      if (acknowledgesAtOnce) {
        transport.sockets.setOption(descriptor, IoSocketOptions.TCP_QUICKACK, true);
      }
      chunk.writeIndex(offset + n);
      refusals = 0;
      handler.onReceived(chunk, offset - kept, n + kept);
    } else if (n != ErrorCodes.WOULD_BLOCK && n < 0 && restsAfter(n)) {
      return n;
    } else if (cause != null) {
      // No byte is left. An end, or an error, is only what became of the first failure.
      failInput(cause);
    } else if (n == 0) {
      ended = true;
      receiving = false;
      handler.onPeerClosed();
      if (failing && !closing) {
        askForReset();
      }
    } else if (n == ErrorCodes.WOULD_BLOCK) {
      readable = false;
      endNear = false;
      failing = false;
    } else {
      failInput(failure(n));
    }
    return n;
  }

  /** No more bytes come. Those that the handler keeps are delivered before the failure is told. */
  private void failInput(SystemCallException cause) {
    if (!handler.keepsBytes()) {
      fail(cause);
      return;
    }
    ended = true;
    receiving = false;
    if (outputFailure == null) {
      outputFailure = cause;
      handler.onOutputFailed(cause);
    }
    if (!closed) {
      handler.onInputFailed();
    }
  }

  /** Behind the peer's end nothing is read: whether an event was about a reset has to be asked. */
  private void askForReset() {
    int error = closed ? 0 : transport.sockets.pendingError(descriptor);
    if (error < 0) {
      failInput(failure(error));
    }
  }

  private void write() {
    while (canWrite()) {
      long n = writeOnce();
      if (n == ErrorCodes.WOULD_BLOCK) {
        writable = false;
      } else if (n < 0) {
        if (!restsAfter((int) n)) {
          failOutput((int) n);
        }
        return;
      } else {
        wrote = true;
        refusals = 0;
        written(n);
        handler.onSent(n);
      }
    }
    if (!closed) {
      shutIfFlushed();
      closeIfFlushed();
    }
  }

  private void shutIfFlushed() {
    boolean flushed = unsentBytes() == 0 && outputFailure == null;
    if (output == Output.SHUTTING && flushed && !connecting && !closed) {
      output = Output.SHUT;
      int result = transport.sockets.shutdownOutput(descriptor);
      if (result < 0) {
        failOutput(result);
      }
    }
  }

  /**
   * Nothing can be written any more. What the peer sent before may still wait in the kernel, so
   * that the stream itself fails only when a read finds no more.
   */
  private void failOutput(int result) {
    if (closing) {
      fail(result);
      return;
    }
    failOutput(failure(result));
  }

  private void failOutput(SystemCallException cause) {
    outputFailure = cause;
    handler.onOutputFailed(cause);
    if (closed) {
      return;
    }
    failing = true;
    endNear = true;
    readable = true;
    transport.enqueue(this);
  }

  private void closeIfFlushed() {
    if (!closing || unsentBytes() > 0 || connecting || closed) {
      return;
    }
    if (output != Output.SHUT) {
      output = Output.SHUT;
      transport.sockets.shutdownOutput(descriptor);
    }
    // Unread bytes would make the close a reset, which may overtake what was just written.
    readable = true;
    dropInput();
    if (ended || !wrote) {
      closeNow(false);
    } else if (lingers() && readable) {
      transport.enqueue(this);
    }
  }

  /**
   * Whether all is written and the peer reads its end, but this side keeps the socket and drops
   * what still arrives. A byte that met a closed socket would draw a reset, and a reset throws away
   * what the peer has not read yet. It is over with the peer's end or an error, or when the handler
   * closes it for good.
   */
  private boolean lingers() {
    return closing && output == Output.SHUT && !closed;
  }

  /** Reads and forgets, within the bounds of a turn; closes when the peer is done. */
  private void dropInput() {
    for (int i = 0; i < READS_PER_TURN && readable && !ended; i++) {
      Chunk chunk = transport.receiveChunk();
      int room = chunk.writable();
      int n = transport.sockets.receive(descriptor, chunk, chunk.writeIndex(), room);
      transport.counters.reads.add(1);
      if (n > 0) {
        readable = n == room || endNear;
        transport.counters.bytesIn.add(n);
      } else if (n == ErrorCodes.WOULD_BLOCK) {
        readable = false;
        endNear = false;
      } else if (n < 0 && restsAfter(n)) {
        return;
      } else {
        // The peer's end; or an error, with which nothing of ours can be lost any more by closing.
        ended = true;
      }
    }
    if (ended) {
      closeNow(false);
    }
  }

  /**
   * Whether a call has failed for want of the kernel's memory, and is tried again after a pause.
   * Not for ever: a kernel that stays short of it is a failure.
   */
  private boolean restsAfter(int result) {
    if (failure(result).kind() != SystemCallException.Kind.NO_RESOURCES
        || refusals == RestingEndpoints.MOST_PAUSES) {
      return false;
    }
    refusals++;
    resting = true;
    transport.rest(this);
    return true;
  }

  /** The listener had no room for this one: it connects again after a pause. */
  void waitForBacklog() {
    resting = true;
    if (refusals < BRIEF_PAUSES) {
      refusals++;
      transport.restBriefly(this);
    } else {
      transport.rest(this);
    }
  }

  private void connectAgain() {
    int result = transport.sockets.connect(descriptor, peer);
    if (transport.isFullBacklog(peer, result)) {
      waitForBacklog();
      return;
    }
    refusals = 0;
    if (result == 0) {
      connected();
    } else if (result != ErrorCodes.IN_PROGRESS) {
      fail(transport.connectFailure(peer, result));
    }
    updateInterest();
  }

  @Override
  void rested() {
    resting = false;
    if (closed) {
      return;
    }
    if (connecting) {
      connectAgain();
      return;
    }
    if (canGoOn()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  /** Whether there is something to do that need not wait for the kernel. */
  private boolean canGoOn() {
    return canRead() || canWrite() || (lingers() && readable && !resting) || saidAll();
  }
}
