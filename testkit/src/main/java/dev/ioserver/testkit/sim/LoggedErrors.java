package dev.ioserver.testkit.sim;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes what the engine logs while a simulation runs: warnings are expected, errors are not. */
final class LoggedErrors extends Handler implements AutoCloseable {

  private static final Logger ENGINE = Logger.getLogger("dev.ioserver.engine");

  private final boolean parents = ENGINE.getUseParentHandlers();
  private @Nullable LogRecord first;

  LoggedErrors() {
    ENGINE.setUseParentHandlers(false);
    ENGINE.addHandler(this);
  }

  /** The first error that was logged, or null. */
  @Nullable LogRecord first() {
    return first;
  }

  @Override
  public void publish(LogRecord record) {
    if (first == null && record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      first = record;
    }
  }

  @Override
  public void flush() {
    // Nothing is kept back.
  }

  @Override
  public void close() {
    ENGINE.removeHandler(this);
    ENGINE.setUseParentHandlers(parents);
  }
}
