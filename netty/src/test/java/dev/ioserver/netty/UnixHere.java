package dev.ioserver.netty;

import io.netty.channel.ChannelException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, loudly, what takes Unix sockets where the engine has none. */
public final class UnixHere implements ExecutionCondition {

  /** For JUnit. */
  public UnixHere() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!IoServerNetty.isAvailable()) {
      return ConditionEvaluationResult.enabled("the class is skipped");
    }
    try {
      new IoServerDomainSocketChannel().unsafe().closeForcibly();
      return ConditionEvaluationResult.enabled("the engine has Unix sockets");
    } catch (ChannelException e) {
      // A mistake of ours must not look like an engine that has none; and that says what has some.
      if (!IoServerNetty.engine().equals("iocp")
          || !e.getMessage().contains("-Dioserver.engine=nio")) {
        throw e;
      }
      System.out.println("!! SKIPPED [netty] " + context.getDisplayName() + ": " + e.getMessage());
      return ConditionEvaluationResult.disabled("no Unix sockets", e.getMessage());
    }
  }
}
