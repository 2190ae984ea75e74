package dev.ioserver.examples.gateway.server;

/** Where the books match orders. */
public enum Matching {
  /**
   * On the session thread, between receiving an order and sending the answers: no queue lies on the
   * way, and no other thread has to be woken.
   */
  INLINE,

  /** On a thread for each book, so that several stocks are traded at once. */
  THREADS;

  /** Processors from which on threads for books have somewhere to run. */
  static final int ENOUGH_PROCESSORS = 4;

  /** What fits this machine: threads from four processors on. */
  public static Matching here() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  static Matching of(int processors) {
    return processors < ENOUGH_PROCESSORS ? INLINE : THREADS;
  }
}
