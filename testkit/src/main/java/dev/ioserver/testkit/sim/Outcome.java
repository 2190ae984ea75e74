package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run.
 *
 * @param rule the rule that was broken, or null
 * @param cause how it was broken, or null
 * @param fired the faults that have happened
 * @param history what has happened, if it was asked for
 */
public record Outcome(
    @Nullable String rule,
    @Nullable Throwable cause,
    Map<String, Fault> fired,
    List<String> history) {

  /** Whether all went well. */
  public boolean isGood() {
    return rule == null;
  }
}
