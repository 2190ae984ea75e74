package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.DatagramBatchHandler;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.queue.SmallQueue;
import dev.ioserver.engine.spi.ClosedDatagrams;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.Datagrams;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A datagram port within its loop: hears what becomes of the socket, and does what the users ask
 * for.
 *
 * <p>Thread-safety: {@link #ask} is for any thread; the rest is the loop's.
 */
final class Binding extends LoopRequests implements DatagramHandler, LoopResource {

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Binding.class, "state", State.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Requests: see {@link #onRequests}. */
  static final int SEND = 1;

  static final int RECEIVE = 1 << 1;
  static final int PASSIVATED = 1 << 2;
  static final int CLOSE = 1 << 3;
  static final int ABORT = 1 << 4;

  /** Room was given back that had been taken for a datagram which was not sent after all. */
  static final int ROOM = 1 << 5;

  /**
   * Where a port is in its life.
   *
   * <pre>
   *   OPEN --CLOSE--&gt; CLOSING --onClosed--&gt; ENDED
   *     +--a failure--&gt; FAILED --onClosed-----^
   * </pre>
   */
  private enum State {
    /** It sends and receives. */
    OPEN,
    /** What was sent is given to the system first. */
    CLOSING,
    /** Failed was put; the socket is about to be closed. */
    FAILED,
    /** Closed was put: nothing happens any more. */
    ENDED
  }

  /** Short datagrams get memory of their own while much waits: see {@link Inbound}. */
  private static final int COPIED = 16 << 10;

  private final UdpPort port;
  private final EventLoop loop;
  private final DatagramOptions options;
  private final Credit credit;
  private final Traffic traffic;
  private final UdpOutbound outbound;
  private final Arrivals arrivals;

  /** Datagrams that came with others as one, and for which there was no credit. */
  private final SmallQueue<PooledDatagram> kept = new SmallQueue<>();

  /** See the legend. Loop: plain. Who lists ports: opaque load. */
  private State state = State.OPEN;

  private Datagrams datagrams = ClosedDatagrams.INSTANCE;

  /** The file that binding has made; null if there is none, or it is removed. */
  private @Nullable SocketFile file;

  /** When closing has taken too long; null while there is no limit. */
  private @Nullable Deadline deadline;

  /** What could not be told since the last one that was. */
  private long untold;

  private final DatagramMessage.CreditUsed creditUsed;
  private final DatagramMessage.Writable writable;

  Binding(UdpPort port, DatagramOptions options) {
    super(port.loop());
    this.port = port;
    this.loop = port.loop();
    this.options = options;
    this.credit = port.credit();
    this.traffic = new Traffic(loop, port);
    this.outbound = new UdpOutbound(loop, options, this, traffic);
    this.arrivals = new Arrivals(port, options.maxDatagram());
    this.creditUsed = new DatagramMessage.CreditUsed(port);
    this.writable = new DatagramMessage.Writable(port);
  }

  UdpOutbound outbound() {
    return outbound;
  }

  Traffic traffic() {
    return traffic;
  }

  /** The socket as it is now. */
  Datagrams datagrams() {
    return datagrams;
  }

  /** Opens the socket; returns its local address. */
  SocketAddress open(SocketAddress local, DatagramSetup setup) throws SystemCallException {
    Datagrams opened = bind(local, setup);
    datagrams = opened;
    try {
      file = SocketFile.of(local);
      SocketAddress bound = opened.localAddress();
      outbound.datagrams(opened);
      loop.residents().add(this);
      traffic.opened();
      updateReceiving();
      return bound == null ? local : bound;
    } catch (RuntimeException | Error e) {
      // Nobody will know of it, and nobody could close it.
      removeFile();
      opened.close();
      throw e;
    }
  }

  private Datagrams bind(SocketAddress local, DatagramSetup setup) throws SystemCallException {
    try {
      return loop.transport().bind(local, options.options(), setup, this);
    } catch (SystemCallException e) {
      boolean again =
          e.kind() == SystemCallException.Kind.ADDRESS_IN_USE
              && options.removeLeftOverFile()
              && SocketFile.removeLeftOver(local);
      if (!again) {
        throw e;
      }
      return loop.transport().bind(local, options.options(), setup, this);
    }
  }

  private void removeFile() {
    SocketFile made = file;
    file = null;
    if (made != null) {
      made.remove();
    }
  }

  @Override
  void onRequests(int bits) {
    // What was sent before any other request was in the outbox before the request was made.
    outbound.drainOutbox();
    if (state == State.ENDED) {
      return;
    }
    if ((bits & ROOM) != 0) {
      onSent(0);
    }
    if ((bits & PASSIVATED) != 0 && state == State.OPEN) {
      port.put(creditUsed);
    }
    if ((bits & ABORT) != 0) {
      removeFile();
      datagrams.close();
    } else {
      if ((bits & (RECEIVE | PASSIVATED)) != 0) {
        deliverKept();
        updateReceiving();
      }
      if ((bits & CLOSE) != 0) {
        close();
      }
    }
    port.announce();
  }

  @Override
  void onLoopEnded(int bits) {
    onClosed();
    outbound.drainOutbox();
  }

  private void close() {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    // Before the socket is closed: who finds the file finds a receiver.
    removeFile();
    outbound.flushLocal();
    Duration timeout = options.closeTimeout();
    if (timeout.isZero()) {
      datagrams.close();
      return;
    }
    datagrams.closeAfterFlush();
    if (state == State.CLOSING) {
      Deadline set = new Deadline(() -> doNow(ABORT));
      deadline = set;
      loop.timers().set(set, loop.timers().deadline(Durations.nanos(timeout)));
    }
  }

  private void updateReceiving() {
    if (state != State.ENDED) {
      boolean welcome = welcome() > 0;
      traffic.reading(welcome);
      datagrams.receiving(welcome);
    }
  }

  @Override
  public int welcome() {
    if (state != State.OPEN || !kept.isEmpty() || !credit.isActive()) {
      return 0;
    }
    if (port.handler() != null) {
      return credit.most();
    }
    if (!port.hasInboxRoom() || !port.hasLoopRoom()) {
      return 0;
    }
    // The receiver may have made room since the last look.
    return credit.isUnlimited() ? Math.max(1, port.leftOfLimit()) : credit.most();
  }

  @Override
  public void onReceived(DatagramBatch batch, Chunk[] chunks, int[] offsets, int count) {
    arrivals.begin(batch, chunks, offsets, count);
    long drops = 0;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      drops += batch.dropped[i];
      bytes += batch.length[i];
    }
    traffic.read(bytes);
    if (drops > 0) {
      port.countDrops(drops);
    }
    DatagramBatchHandler handler = port.handler();
    if (handler == null) {
      while (arrivals.next()) {
        deliver(message());
      }
    } else {
      loop.countIn(arrivals.count());
      traffic.delivered(arrivals.count());
      // Used before the handler may add to it, and told when it has had what was used.
      boolean used = credit.use(arrivals.count());
      hand(handler);
      if (used && state == State.OPEN) {
        port.put(creditUsed);
      }
    }
    updateReceiving();
    port.announce();
  }

  private void hand(DatagramBatchHandler handler) {
    LoopEvents events = loop.events();
    long begun = events == null ? 0 : events.handlerBegins();
    try {
      handler.onDatagrams(arrivals);
    } catch (RuntimeException | Error e) {
      failed(new IOException("the handler of " + port + " has thrown " + e, e));
      datagrams.close();
    }
    if (events != null) {
      events.handlerEnds(port, begun);
    }
  }

  /** A message of the datagram in hand. */
  private PooledDatagram message() {
    Chunk chunk = arrivals.chunk();
    int length = arrivals.length();
    PooledDatagram made;
    if (!loop.inboxBudget().isCrowded()) {
      made = DataCache.take(port, chunk, arrivals.offset(), length);
    } else if (length > COPIED) {
      made = DataCache.take(port, chunk, arrivals.offset(), length);
      made.keepsChunk();
    } else {
      made = copy(chunk, length);
    }
    made.tell(arrivals);
    return made;
  }

  /** In memory of its own: much waits, and it would keep the whole chunk. */
  private PooledDatagram copy(Chunk chunk, int length) {
    Chunk own = loop.pool().lease(length);
    try {
      MemorySegment.copy(chunk.segment(), arrivals.offset(), own.segment(), 0, length);
      own.writeIndex(length);
      PooledDatagram made = DataCache.take(port, own, 0, length);
      made.keepsChunk();
      return made;
    } finally {
      own.release();
    }
  }

  private void deliver(PooledDatagram datagram) {
    if (!credit.isActive() || !kept.isEmpty()) {
      // It came with others as one; or the credit was taken back at this moment.
      kept.add(datagram);
      return;
    }
    put(datagram);
  }

  private void put(PooledDatagram datagram) {
    try {
      port.putDatagram(datagram);
      traffic.delivered(1);
    } catch (OutOfMemoryError e) {
      // The inbox could not grow: nobody will take it.
      datagram.release();
      throw e;
    }
    if (credit.use()) {
      port.put(creditUsed);
    }
  }

  private void deliverKept() {
    while (credit.isActive() && state == State.OPEN) {
      PooledDatagram next = kept.poll();
      if (next == null) {
        return;
      }
      put(next);
    }
  }

  @Override
  public void onSent(long bytes) {
    traffic.wrote(bytes);
    if (outbound.written(bytes)) {
      traffic.roomAgain(outbound.pending());
      if (state == State.OPEN) {
        port.put(writable);
        port.announce();
      }
      port.wakeSenders();
    }
  }

  @Override
  public void onRefused(
      SystemCallException cause, @Nullable SocketAddress destination, int length) {
    tell(cause, destination, length);
  }

  @Override
  public void onUnreachable(SystemCallException cause) {
    tell(cause, null, Undelivered.EARLIER);
  }

  private void tell(SystemCallException cause, @Nullable SocketAddress destination, int length) {
    if (state != State.OPEN && state != State.CLOSING) {
      return;
    }
    if (port.leftOfLimit() == 0) {
      untold++;
      return;
    }
    port.put(new Undelivered(port, cause, destination, length, untold));
    untold = 0;
    port.announce();
  }

  @Override
  public void onFailed(SystemCallException cause) {
    failed(cause);
  }

  @Override
  public void onThrown(Throwable cause) {
    boolean noMemory = cause instanceof OutOfMemoryError;
    if (!noMemory) {
      // Whoever mends the engine needs the stack, whatever the port's owner does with the failure.
      loop.logMistake("a mistake in the engine ends " + port, cause);
    }
    if (state == State.ENDED) {
      return;
    }
    Datagrams open = datagrams;
    try {
      failed(
          cause instanceof OutOfMemoryError none
              ? NoMemory.failure("datagrams", none)
              : new IOException("a mistake in the engine: " + cause, cause));
    } catch (RuntimeException | Error e) {
      // No memory either for saying why: the end is told, or at least seen.
      state = State.FAILED;
    }
    try {
      open.close();
      onClosed();
    } catch (RuntimeException | Error e) {
      // The descriptor is closed and the inbox ended, which is done first or whatever happens.
    }
  }

  private void failed(IOException cause) {
    if (state == State.FAILED || state == State.ENDED) {
      return;
    }
    state = State.FAILED;
    traffic.failed(cause);
    port.fail(cause);
    port.put(new Failed(port, cause));
  }

  @Override
  public void onClosed() {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    traffic.reading(true);
    removeFile();
    Deadline set = deadline;
    if (set != null) {
      deadline = null;
      loop.timers().cancel(set);
    }
    kept.drain(PooledDatagram::release);
    datagrams = ClosedDatagrams.INSTANCE;
    outbound.datagrams(datagrams);
    outbound.drainOutbox();
    outbound.flushLocal();
    outbound.release();
    // First: whoever takes Closed may ask the port at once, on another thread.
    port.over();
    traffic.closed(outbound.pending());
    try {
      port.put(new Closed(port, outbound.pending()));
    } finally {
      port.end();
      loop.residents().remove(this);
    }
  }

  @Override
  public PortSnapshot snapshot() {
    return new PortSnapshot(
        port,
        loop.name(),
        port.localAddress(),
        options.remote(),
        shown((State) STATE.getOpaque(this)),
        traffic.isPaused(),
        // More may be put and taken between the two looks.
        Math.max(0, port.waiting()),
        port.pendingBytes(),
        traffic.counters());
  }

  private static PortState shown(State state) {
    return switch (state) {
      case OPEN -> PortState.OPEN;
      case CLOSING -> PortState.CLOSING;
      case FAILED -> PortState.FAILED;
      case ENDED -> PortState.CLOSED;
    };
  }

  @Override
  public void closeWithServer() {
    port.close();
  }

  @Override
  public void endNow(Throwable cause) {
    if (state == State.ENDED) {
      return;
    }
    if (loop.failure() != null) {
      failed(new IOException("the event loop failed", cause));
    }
    try {
      removeFile();
      datagrams.close();
    } finally {
      // Also if its descriptor could not be closed in order: the transport closes what is left.
      onClosed();
    }
  }
}
