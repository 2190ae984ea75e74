package dev.ioserver.engine.spi;

/** The one way to end a poll from another thread: a system call. Any thread may call it. */
@FunctionalInterface
public interface Waker {

  /**
   * Makes the poll that is under way, or else the next one, return. The parker calls it once per
   * park at most.
   *
   * @return 0 or more, or a code, negated
   */
  int wakeup();
}
