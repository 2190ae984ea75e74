package dev.ioserver.netty.suite;

import dev.ioserver.netty.IoServerDatagramChannel;
import dev.ioserver.netty.IoServerNetty;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, loudly, what needs datagrams, where the engine has none. */
final class DatagramsHere implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!IoServerNetty.isAvailable()) {
      return ConditionEvaluationResult.enabled("the transport says why it does not run here");
    }
    try {
      new IoServerDatagramChannel().unsafe().closeForcibly();
      return ConditionEvaluationResult.enabled("there are datagrams");
    } catch (UnsupportedOperationException e) {
      String why = "the " + IoServerNetty.engine() + " engine: " + e.getMessage();
      System.out.println("!! SKIPPED [netty] " + context.getDisplayName() + ": " + why);
      return ConditionEvaluationResult.disabled(why);
    }
  }
}
