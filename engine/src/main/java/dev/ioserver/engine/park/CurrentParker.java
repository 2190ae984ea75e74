package dev.ioserver.engine.park;

import org.jspecify.annotations.Nullable;

/** Which parker a thread has. Looked at only by threads that are about to block. */
final class CurrentParker {

  private static final ThreadLocal<@Nullable Parker> PARKER = new ThreadLocal<>();

  private CurrentParker() {}

  static Parker get() {
    Parker parker = PARKER.get();
    if (parker == null) {
      parker = new ThreadParker(Thread.currentThread());
      PARKER.set(parker);
    }
    return parker;
  }

  static void bind(@Nullable Parker parker) {
    if (parker == null) {
      PARKER.remove();
    } else {
      PARKER.set(parker);
    }
  }
}
