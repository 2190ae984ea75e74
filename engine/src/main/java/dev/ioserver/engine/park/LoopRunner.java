package dev.ioserver.engine.park;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Message;
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

  /** Whether the last run has handed a message over. */
  boolean hasHandedOver();

  /** Takes the message that the last run has handed over, or null. */
  @Nullable Message takeHandedOver();

  /** Whether the calling thread still owns the loop, and the loop still runs. */
  boolean isCurrent();
}
