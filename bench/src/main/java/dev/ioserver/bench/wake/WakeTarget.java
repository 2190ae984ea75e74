package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Peers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A thread that can be woken. It is in one {@link Mode} for the whole of a benchmark.
 *
 * <p>Thread-safety: any thread wakes; one thread starts and closes.
 */
abstract class WakeTarget implements AutoCloseable {

  /** What the thread does. */
  enum Mode {
    /** Goes round its loop without ever blocking: it is awake, and looks at its sources. */
    CYCLING,
    /** Blocks until it is woken, says that it ran, and blocks again. */
    PARKING,
    /** Works, and does not come back to its loop: what is asked of it stays asked. */
    BUSY
  }

  private static final VarHandle RUNS;

  static {
    try {
      RUNS = MethodHandles.lookup().findVarHandle(WakeTarget.class, "runs", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How often it ran. Target: release store. Wakers: acquire load. */
  @SuppressWarnings("unused") // through RUNS
  private long runs;

  private volatile boolean stopped;

  static WakeTarget of(String peer) {
    Peers.require(peer);
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> new SelectorTarget(peer);
      case Peers.IOSERVER_CHANNEL -> new ChannelTarget();
      case Peers.JAVA_NIO -> new NioTarget();
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.NETTY_IOSERVER ->
          new NettyTarget(peer);
      case Peers.NETTY_NIO_WAKEUP, Peers.NETTY_EPOLL_WAKEUP -> new NettyWakeupTarget(peer);
      case Peers.LOCK_SUPPORT -> new ParkTarget();
      case Peers.EVENTFD -> new EventfdTarget();
      default -> throw new IllegalArgumentException(peer + " has nothing to wake");
    };
  }

  /** Begins its life in a mode; returns when the thread runs. */
  abstract void start(Mode mode) throws Exception;

  /** Wakes it. */
  abstract void wake();

  /** What was handed over by wakes and not yet taken; 0 where a wake carries nothing. */
  int pending() {
    return 0;
  }

  /** How often it ran since it was started. */
  final long runs() {
    return (long) RUNS.getAcquire(this);
  }

  /** It ran; the target's thread. */
  final void ran() {
    RUNS.setRelease(this, (long) RUNS.get(this) + 1);
  }

  final boolean isStopped() {
    return stopped;
  }

  final void stop() {
    stopped = true;
  }

  @Override
  public abstract void close();
}
