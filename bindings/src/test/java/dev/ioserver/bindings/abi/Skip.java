package dev.ioserver.bindings.abi;

import org.junit.jupiter.api.Assumptions;

/** Ends tests that cannot run here. */
public final class Skip {
  private Skip() {}

  /** Ends the test as skipped and says so where a reader of the log cannot miss it. */
  public static RuntimeException loudly(String message) {
    System.err.println("SKIPPED, NOTHING WAS PROVED: " + message);
    return Assumptions.abort(message);
  }
}
