package dev.ioserver.engine.loop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which loop of a server is given what is opened next.
 *
 * <p>Thread-safety: any thread.
 */
public final class LoopTurns {

  /** An odd number with bits everywhere: descriptors come in runs, and in steps of four. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final List<EventLoop> loops;

  /** Any thread: atomic add. */
  private final AtomicInteger turn = new AtomicInteger();

  /** Of loops that are opened in this order. */
  public LoopTurns(List<EventLoop> loops) {
    this.loops = loops;
  }

  /**
   * The next loop in turn that takes work; the share of one that has failed goes to all others.
   *
   * @throws IllegalStateException if there is none
   */
  public EventLoop next() {
    for (int i = 0; i < loops.size(); i++) {
      EventLoop loop = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
      if (loop.takesWork()) {
        return loop;
      }
    }
    // Other threads take turns at the same time: this one may have seen the same loop each time.
    for (EventLoop loop : loops) {
      if (loop.takesWork()) {
        return loop;
      }
    }
    throw loops.getFirst().endedException();
  }

  /**
   * The loop of a foreign descriptor: always the same one, as long as it runs, so that a second
   * watch of a descriptor is seen to be the second.
   *
   * @throws IllegalStateException if there is none that takes work
   */
  public EventLoop of(long key) {
    EventLoop own = loops.get(Math.floorMod(Long.hashCode(key * SPREAD), loops.size()));
    return own.takesWork() ? own : next();
  }
}
