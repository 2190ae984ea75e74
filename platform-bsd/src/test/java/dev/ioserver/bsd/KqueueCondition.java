package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdBindings;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link OnKqueue} asks for. */
final class KqueueCondition implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

  private static final String VARIABLE = "IOSERVER_LIBKQUEUE";

  /**
   * Names a library with a kernel of BSD inside, which is preloaded as well; see docs/kqueue.md.
   */
  private static final String RUMP = "IOSERVER_RUMP";

  /** Whether a kqueue can be called here; the first question decides for the process. */
  static boolean available() {
    return cause() == null;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String cause = cause();
    if (cause == null) {
      return ofKernelInside(context);
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

  /** Whether a class or a test can pass where the kernel is in a library, without a machine. */
  private static ConditionEvaluationResult ofKernelInside(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    String fault =
        KqueueTraits.isKernelInside()
            ? RumpFaults.of(type, context.getTestMethod().map(Method::getName).orElse(null))
            : null;
    if (fault == null) {
      return ConditionEvaluationResult.enabled("there is a kqueue");
    }
    String name = context.getTestMethod().map(Method::getName).orElse("all of it");
    System.out.println(
        "!! SKIPPED [kqueue on rump] " + type.getSimpleName() + " " + name + ": " + fault);
    return ConditionEvaluationResult.disabled(fault);
  }

  /** A nested class has no annotation of its own: the class around it forced its waker. */
  private static String waker(ExtensionContext context) {
    OnKqueue wanted = context.getRequiredTestClass().getAnnotation(OnKqueue.class);
    return wanted == null ? "" : wanted.waker();
  }

  private static synchronized String cause() {
    String rump = named(RUMP, System.getenv(RUMP));
    String file = rump == null ? named(VARIABLE, System.getenv(VARIABLE)) : rump;
    if (file != null && System.getProperty(BsdBindings.LIBRARY_PROPERTY) == null) {
      System.setProperty(BsdBindings.LIBRARY_PROPERTY, file);
      if (rump != null) {
        System.setProperty(KqueueTraits.PROPERTY, "kernel");
      }
    }
    return new KqueueEngine().unavailabilityCause();
  }

  /**
   * A library that was asked for: without it, nothing that was to be proved would be, and nobody
   * would notice.
   *
   * @param file what the variable says, or null
   */
  static @Nullable String named(String variable, @Nullable String file) {
    if (file == null || file.isBlank()) {
      return null;
    }
    if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
      throw new IllegalStateException(
          variable
              + " names no file that can be read: "
              + file
              + "; docs/kqueue.md says what it is");
    }
    return file;
  }
}
