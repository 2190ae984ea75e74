package dev.ioserver.engine.park;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.PortMessage;
import org.jspecify.annotations.Nullable;

/**
 * The parker of a thread that owns a caller-run loop: to park is to run the loop. Whoever takes
 * messages on that thread lets the loop run now and then even when there is no need to park.
 *
 * <p>Where the condition is a select's list of ready sources, and empty, the loop may hand one
 * message of such a source over directly while it runs. The select takes it with {@link
 * #takeHandedOver()} before it takes anything else, and before anybody else can look at the source.
 */
public interface LoopRunner extends Parker {

  /** Writes what was sent on this thread since the last call. */
  void flush();

  /**
   * Runs the loop once without waiting.
   *
   * @param condition as for {@link #park}; {@link Condition#NEVER} for a caller that takes nothing
   */
  void runOnce(Condition condition);

  /**
   * As {@link #park}, and {@link #takeWakeup()} says afterwards whether a wake-up has ended it. A
   * wake-up that was asked for before ends it at once.
   */
  void parkUntilWoken(Condition condition, long deadlineNanos, boolean timed);

  /** Takes the wake-up that was asked for, if any. */
  boolean takeWakeup();

  /** Whether the last run has handed a message over. */
  boolean hasHandedOver();

  /** Takes the message that the last run has handed over, or null. */
  @Nullable PortMessage takeHandedOver();

  /** Whether the calling thread still owns the loop, and the loop still runs. */
  boolean isCurrent();

  /** Whether the loop has ended: nobody runs it any more, whoever owns it. */
  boolean isOver();

  /**
   * The owner begins to take messages, or ends it. While it does, nobody else can claim the loop.
   *
   * @return what was said before
   */
  boolean taking(boolean begins);

  /** Whether the recorder wants to know how long handlers take. */
  default boolean isTimed() {
    return false;
  }

  /**
   * A handler of a message has ended.
   *
   * @param source where the message came from
   * @param begunNanos when it began, by {@link System#nanoTime()}
   */
  default void handled(Object source, long begunNanos) {
    // Nobody wants to know.
  }

  /**
   * What to say to a thread that does not own the loop and asks for something that only its owner
   * may do.
   */
  IllegalStateException notOwner(String what);
}
