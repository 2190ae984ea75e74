package dev.ioserver.engine.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The threads of loops that have their own, one each. */
public final class LoopThreads {

  /** Of a server that its owner runs. */
  public static final LoopThreads NONE = new LoopThreads(List.of());

  private final List<Thread> threads;

  private LoopThreads(List<Thread> threads) {
    this.threads = threads;
  }

  /**
   * Starts a thread for each loop. If one cannot be started, none is left.
   *
   * @param factory makes them; null for daemons with the loops' names
   * @throws IllegalArgumentException if the factory makes virtual threads
   */
  public static LoopThreads start(@Nullable ThreadFactory factory, List<EventLoop> loops) {
    List<Thread> threads = new ArrayList<>();
    for (EventLoop loop : loops) {
      Thread thread =
          factory == null
              ? Thread.ofPlatform().name(loop.name()).daemon().unstarted(new Running(loop))
              : Objects.requireNonNull(
                  factory.newThread(new Running(loop)), "the thread factory made no thread");
      if (thread.isVirtual()) {
        throw new IllegalArgumentException(
            "the thread factory made a virtual thread; a loop blocks in system calls and needs a"
                + " platform thread");
      }
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.start();
      }
    } catch (RuntimeException | Error e) {
      // No more threads to be had (OutOfMemoryError), for example: those that run end first. They
      // are asked, and not counted: a factory may have started the one that cannot be started.
      for (int i = 0; i < threads.size(); i++) {
        if (threads.get(i).isAlive()) {
          loops.get(i).requestClose();
          join(threads.get(i));
        }
      }
      throw e;
    }
    return new LoopThreads(threads);
  }

  /** Waits until all have ended. An interrupt is kept for later. */
  public void join() {
    for (Thread thread : threads) {
      join(thread);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the thread of a loop does. */
  private record Running(EventLoop loop) implements Runnable {
    @Override
    public void run() {
      loop.runUntilClosed();
    }
  }
}
