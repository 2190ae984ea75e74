package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdTarget;

/**
 * Where the kqueues differ in what they do, and not in numbers: those are in the bindings.
 *
 * @param closeRemoves whether closing a descriptor ends its registrations
 * @param keepsErrors whether a socket still has its error after an event has shown it
 * @param nests whether the descriptor of a kqueue can be registered with another
 * @param leastEvents the least number of events to make room for
 */
record KqueueTraits(boolean closeRemoves, boolean keepsErrors, boolean nests, int leastEvents) {

  /**
   * The system property whose value "kernel" says that the library on Linux is one with a kernel
   * inside: it has the layouts and numbers of libkqueue, and does what kernels do.
   */
  static final String PROPERTY = "ioserver.kqueue.traits";

  /** Kernels. */
  private static final KqueueTraits KERNEL = new KqueueTraits(true, true, true, 1);

  /**
   * libkqueue 2.7. It takes as many sockets from epoll as there is room for events, and loses the
   * edges of those that it then finds no room for, since one socket makes up to two events. With
   * the most that it handles at once, which is 512, up to 255 sockets are safe.
   */
  private static final KqueueTraits LIBKQUEUE = new KqueueTraits(false, false, false, 512);

  /** Those of this process. */
  static KqueueTraits here() {
    return BsdTarget.here() == BsdTarget.LIBKQUEUE && !isKernelInside() ? LIBKQUEUE : KERNEL;
  }

  /** Whether somebody has said that the library is one with a kernel inside. */
  static boolean isKernelInside() {
    return "kernel".equals(System.getProperty(PROPERTY));
  }
}
