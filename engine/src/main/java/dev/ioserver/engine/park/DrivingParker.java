package dev.ioserver.engine.park;

/**
 * The parker of a thread that owns a caller-run loop: to park is to run the loop. Whoever takes
 * messages on that thread lets the loop run now and then even when there is no need to park.
 */
public interface DrivingParker extends Parker {

  /** Writes what was sent on this thread since the last call. */
  void flush();

  /** Runs the loop once without waiting. */
  void runOnce();

  /** Whether the calling thread still owns the loop, and the loop still runs. */
  boolean isCurrent();
}
