package dev.ioserver.engine.loop;

/**
 * A task that may have time: while the loop waits no longer than that, nobody wakes it for this.
 */
public interface TimedTask extends LoopTask {

  /**
   * Whether it has to be done before a point in time. Any thread, after a fence.
   *
   * @param at on the loop's clock
   */
  boolean isDueBefore(long at);
}
