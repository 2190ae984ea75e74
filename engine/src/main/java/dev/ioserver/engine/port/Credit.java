package dev.ioserver.engine.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many more data messages are welcome. Giving credit to a port that still has some is one
 * atomic add: the loop need not be told.
 *
 * <pre>
 *   PASSIVE (0)  --add--&gt;  1, 2, 3, ...  --use, add of a negative--&gt;  PASSIVE
 *   any          --set--&gt;  UNLIMITED     --add, set--&gt;                any
 * </pre>
 *
 * <p>Thread-safety: any thread adds and sets; the loop uses.
 */
final class Credit {

  static final long PASSIVE = 0;
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Credit.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See the picture. Any thread: acquire load, CAS. */
  private long value;

  Credit(long initial) {
    value = initial;
  }

  boolean isActive() {
    return (long) VALUE.getAcquire(this) != PASSIVE;
  }

  boolean isUnlimited() {
    return (long) VALUE.getAcquire(this) == UNLIMITED;
  }

  /**
   * Adds, down to PASSIVE at the least; counting begins at 0 after UNLIMITED. Returns the change.
   */
  Change add(int amount) {
    while (true) {
      long before = (long) VALUE.getAcquire(this);
      long counted = before == UNLIMITED ? 0 : before;
      long after = Math.max(PASSIVE, counted + amount);
      if (VALUE.compareAndSet(this, before, after)) {
        return Change.of(before, after);
      }
    }
  }

  /** Sets PASSIVE or UNLIMITED. Returns the change. */
  Change set(long after) {
    return Change.of((long) VALUE.getAndSet(this, after), after);
  }

  /** One is used; returns whether it was the last. The loop. */
  boolean use() {
    while (true) {
      long before = (long) VALUE.getAcquire(this);
      if (before == UNLIMITED || before == PASSIVE) {
        // PASSIVE: taken back while the message was on its way; who took it back has seen to the
        // rest.
        return false;
      }
      if (VALUE.compareAndSet(this, before, before - 1)) {
        return before == 1;
      }
    }
  }

  /** How many more there are, as far as an int goes; the loop. */
  int most() {
    return (int) Math.min(Integer.MAX_VALUE, (long) VALUE.getAcquire(this));
  }

  /** So many are used, or all that are left; returns whether the last was among them. The loop. */
  boolean use(int amount) {
    while (true) {
      long before = (long) VALUE.getAcquire(this);
      if (before == UNLIMITED || before == PASSIVE) {
        return false;
      }
      long after = Math.max(PASSIVE, before - amount);
      if (VALUE.compareAndSet(this, before, after)) {
        return after == PASSIVE;
      }
    }
  }

  /** What an addition has changed, which the loop must hear of unless it is NOTHING. */
  enum Change {
    NOTHING,
    ACTIVATED,
    PASSIVATED;

    static Change of(long before, long after) {
      if (before == PASSIVE) {
        return after == PASSIVE ? NOTHING : ACTIVATED;
      }
      if (before == UNLIMITED && after != UNLIMITED && after != PASSIVE) {
        // Without a count the loop may have stopped for a full inbox; with one it does not care.
        return ACTIVATED;
      }
      return after == PASSIVE ? PASSIVATED : NOTHING;
    }
  }
}
