package dev.ioserver.engine.loop;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Remembers what was delivered and not released, and where it was delivered. Off by default: it
 * records a stack trace for each message.
 *
 * <p>Thread-safety: any thread.
 */
public final class LeakTracker {

  private static final int MOST_REPORTED = 10;

  private final boolean enabled;
  private final Map<Object, Throwable> outstanding =
      Collections.synchronizedMap(new IdentityHashMap<>());

  LeakTracker(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether it tracks anything. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Something was delivered. */
  public void delivered(Object message, Object source) {
    if (enabled) {
      outstanding.put(message, new Throwable("delivered by " + source));
    }
  }

  /** It was released. */
  public void released(Object message) {
    if (enabled) {
      outstanding.remove(message);
    }
  }

  /** How many were delivered and not released. */
  public int outstanding() {
    return outstanding.size();
  }

  /** Says in the log what was not released. */
  void report(String loop) {
    if (!enabled || outstanding.isEmpty()) {
      return;
    }
    logger()
        .log(
            System.Logger.Level.WARNING,
            () -> outstanding.size() + " data messages of " + loop + " were not released");
    synchronized (outstanding) {
      outstanding.values().stream()
          .limit(MOST_REPORTED)
          .forEach(where -> logger().log(System.Logger.Level.WARNING, "not released", where));
    }
  }

  private static System.Logger logger() {
    return System.getLogger("dev.ioserver.engine.leak");
  }
}
