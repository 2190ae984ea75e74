package dev.ioserver.netty.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.netty.IoServerNetty;
import dev.ioserver.netty.LeakReports;
import dev.ioserver.testkit.fixture.FullBacklog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the suite finds here. Its host that does not answer is an address of the world outside; here
 * it is a port of this machine whose backlog is full.
 *
 * <p>Buffers that were not released are said aloud: some may be the suite's own.
 */
final class SuiteEnvironment implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {

  /** It stays open as long as the process runs. */
  private static final FullBacklog SILENT = silent();

  @Override
  public void beforeAll(ExtensionContext context) {
    // The suite logs each of its runs, and what it provokes.
    Logger.getLogger("").setLevel(Level.SEVERE);
    // Read once, when the suite's first class is initialised.
    System.setProperty("io.netty.testsuite.badHost", "127.0.0.1");
    System.setProperty("io.netty.testsuite.badPort", Integer.toString(SILENT.address().getPort()));
    assertTrue(LeakReports.isInstalled(), "run by Maven, which names the detector to Netty");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    for (String leak : LeakReports.taken()) {
      System.out.println("!! LEAK [netty] " + context.getDisplayName() + ": " + leak);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Throwable cause = IoServerNetty.unavailabilityCause();
    if (cause == null) {
      return ConditionEvaluationResult.enabled("the transport runs here");
    }
    System.out.println("!! SKIPPED [netty] the whole suite: " + cause);
    return ConditionEvaluationResult.disabled("the transport does not run here", cause.toString());
  }

  private static FullBacklog silent() {
    try {
      return FullBacklog.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
