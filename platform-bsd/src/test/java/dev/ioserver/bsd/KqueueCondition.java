package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdBindings;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link OnKqueue} asks for. */
final class KqueueCondition implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

  private static final String VARIABLE = "IOSERVER_LIBKQUEUE";

  /** Whether a kqueue can be called here; the first question decides for the process. */
  static boolean available() {
    return cause() == null;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String cause = cause();
    if (cause == null) {
      return ConditionEvaluationResult.enabled("there is a kqueue");
    }
    if (context.getTestMethod().isEmpty()) {
      String name = context.getRequiredTestClass().getSimpleName();
      System.err.println("SKIPPED, NOTHING WAS PROVED: " + name + ": " + cause);
    }
    return ConditionEvaluationResult.disabled(cause + "; for tests " + VARIABLE + "=FILE will do");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    String waker = waker(context);
    if (!waker.isEmpty()) {
      System.setProperty(KqueueWaker.PROPERTY, waker);
    }
    // libkqueue opens descriptors of its own with the first kqueue, and keeps them.
    var provider = new KqueueEngine();
    assert provider.unavailabilityCause() == null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!waker(context).isEmpty()) {
      System.clearProperty(KqueueWaker.PROPERTY);
    }
  }

  /** A nested class has no annotation of its own: the class around it forced its waker. */
  private static String waker(ExtensionContext context) {
    OnKqueue wanted = context.getRequiredTestClass().getAnnotation(OnKqueue.class);
    return wanted == null ? "" : wanted.waker();
  }

  private static synchronized String cause() {
    String file = System.getenv(VARIABLE);
    if (file != null && System.getProperty(BsdBindings.LIBRARY_PROPERTY) == null) {
      System.setProperty(BsdBindings.LIBRARY_PROPERTY, file);
    }
    return new KqueueEngine().unavailabilityCause();
  }
}
