package dev.ioserver.engine.park;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Which parker a thread has. Looked at only by threads that are about to block.
 *
 * <p>A thread may outlive the engine, in an application server for example. So it must not hold
 * anything of the engine strongly: neither the loop that it ran, nor a class, whose class loader
 * could never be unloaded. Whoever waits for long holds the thread's parker, so that it is made
 * anew at most after a collection.
 */
final class CurrentParker {

  private static final ThreadLocal<@Nullable WeakReference<Parker>> PARKER = new ThreadLocal<>();

  private CurrentParker() {}

  static Parker get() {
    WeakReference<Parker> reference = PARKER.get();
    Parker parker = reference == null ? null : reference.get();
    if (parker == null || isOver(parker)) {
      parker = new ThreadParker(Thread.currentThread());
      PARKER.set(new WeakReference<>(parker));
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
      PARKER.set(new WeakReference<>(parker));
    }
  }
}
