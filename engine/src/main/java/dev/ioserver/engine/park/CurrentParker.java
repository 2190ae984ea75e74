package dev.ioserver.engine.park;

import org.jspecify.annotations.Nullable;

/** Which parker a thread has. Looked at only by threads that are about to block. */
final class CurrentParker {

  private static final ThreadLocal<@Nullable Parker> PARKER = new ThreadLocal<>();

  private CurrentParker() {}

  static Parker get() {
    Parker parker = PARKER.get();
    if (parker == null || isOver(parker)) {
      parker = new ThreadParker(Thread.currentThread());
      PARKER.set(parker);
    }
    return parker;
  }

  /** A loop that was claimed by another thread, or closed by one, is not run here any more. */
  private static boolean isOver(Parker parker) {
    return parker instanceof LoopRunner driving && !driving.isCurrent();
  }

  static void bind(@Nullable Parker parker) {
    if (parker == null) {
      PARKER.remove();
    } else {
      PARKER.set(parker);
    }
  }
}
