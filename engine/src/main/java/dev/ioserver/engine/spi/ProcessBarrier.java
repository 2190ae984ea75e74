package dev.ioserver.engine.spi;

/**
 * A full memory fence in every thread of the process, made by one of them through the system:
 * {@code membarrier(2)}. It lets a thread that rarely sleeps pay for the fences of the many that
 * might have to wake it.
 *
 * <p>Thread-safety: any thread.
 */
@FunctionalInterface
public interface ProcessBarrier {

  /**
   * When this returns, every other thread of the process has passed a point, after this was called,
   * at which all its earlier loads and stores were done and none of its later ones. The calling
   * thread has too.
   *
   * @throws IllegalStateException if the system refuses, which it does not where it once agreed; it
   *     says which call, and with which code
   */
  void fenceAllThreads();
}
