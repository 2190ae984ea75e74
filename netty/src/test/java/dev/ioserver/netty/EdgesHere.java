package dev.ioserver.netty;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.SystemCallException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, loudly, what only an engine with edges does: it tells of what nobody waits for. */
public final class EdgesHere implements ExecutionCondition {

  /** For JUnit. */
  public EdgesHere() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!IoServerNetty.isAvailable() || isEdgeTriggered(IoServerNetty.engine())) {
      return ConditionEvaluationResult.enabled("the engine has edges, or the class is skipped");
    }
    String why = "the " + IoServerNetty.engine() + " engine has no edges";
    System.out.println("!! SKIPPED [netty] " + context.getDisplayName() + ": " + why);
    return ConditionEvaluationResult.disabled(why);
  }

  private static boolean isEdgeTriggered(String engine) {
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine))) {
      return selector.isEdgeTriggered();
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }
}
