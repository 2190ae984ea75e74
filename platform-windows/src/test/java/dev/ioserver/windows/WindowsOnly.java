package dev.ioserver.windows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For what runs on Windows, or under Wine, alone; elsewhere it is skipped, and not in silence. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WindowsOnly.Condition.class)
@interface WindowsOnly {

  /** Says so where it skips. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (OS.WINDOWS.isCurrentOs()) {
        return ConditionEvaluationResult.enabled("this is Windows");
      }
      String reason = "SKIPPED, NOTHING WAS PROVED: " + name(context) + " needs Windows";
      System.err.println(reason + "; ci/windows-on-wine runs it on Linux");
      return ConditionEvaluationResult.disabled(reason);
    }

    private static String name(ExtensionContext context) {
      String type = context.getTestClass().map(Class::getSimpleName).orElse("");
      return type + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    }
  }
}
