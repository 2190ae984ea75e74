package dev.ioserver.netty;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class, loudly, where the transport cannot run. */
public final class ServedHere implements ExecutionCondition {

  /** For JUnit. */
  public ServedHere() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Throwable cause = IoServerNetty.unavailabilityCause();
    if (cause == null) {
      return ConditionEvaluationResult.enabled("the transport runs here");
    }
    System.out.println("!! SKIPPED [netty] " + context.getDisplayName() + ": " + cause);
    return ConditionEvaluationResult.disabled("the transport does not run here", cause.toString());
  }
}
