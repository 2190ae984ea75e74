package dev.ioserver.engine.loop;

/** Something that another thread wants done by a loop. */
public interface LoopTask {

  /** Does it; the loop's thread. */
  void run();

  /**
   * It cannot be done: the loop has ended. Whoever waits for it must hear so, and what it carries
   * must be given back. Runs on some thread, one task at a time.
   */
  void abandon();
}
