package dev.ioserver.netty;

import dev.ioserver.engine.spi.DescriptorSockets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The descriptor of one channel, which is closed once and not while a thread uses it: its number
 * may be another socket's from then on.
 *
 * <pre>
 *   state:  31      30 ........... 0
 *           CLOSED  threads that use it
 *
 *   0 --enter--&gt; 1 --leave--&gt; 0 --close--&gt; CLOSED: closed by who closes
 *                1 --close--&gt; CLOSED|1 --leave--&gt; CLOSED: closed by who leaves last
 * </pre>
 *
 * <p>The event loop reads and writes without entering: it is the one that closes, or it has let go
 * of the channel before.
 *
 * <p>Thread-safety: any thread.
 */
final class SocketDescriptor {

  private static final int CLOSED = 1 << 31;

  private final long number;

  /** See the picture. Any thread: volatile load, CAS. */
  private final AtomicInteger state = new AtomicInteger();

  SocketDescriptor(long number) {
    this.number = number;
  }

  /** The system's number for it. */
  long number() {
    return number;
  }

  boolean isOpen() {
    return state.get() >= 0;
  }

  /** Begins to use it, unless it is closed. */
  boolean enter() {
    while (true) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Uses it no more. */
  void leave(DescriptorSockets sockets) {
    if (state.decrementAndGet() == CLOSED) {
      sockets.close(number);
    }
  }

  /**
   * Closes it, or has whoever uses it close it.
   *
   * @return 0, or a code, negated
   */
  int close(DescriptorSockets sockets) {
    int before = state.getAndUpdate(now -> now | CLOSED);
    return before == 0 ? sockets.close(number) : 0;
  }
}
