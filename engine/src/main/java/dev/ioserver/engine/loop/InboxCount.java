package dev.ioserver.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many bytes were ever taken from an inbox: an object of its own, which outlives the inbox, and
 * which the receiver writes without taking a line that the loop writes.
 *
 * <p>Thread-safety: the receiver adds; any thread looks.
 */
public final class InboxCount {

  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(InboxCount.class, "taken", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Receiver: plain load, opaque store. Others: opaque load. */
  private long taken;

  /** Nothing was taken. */
  public InboxCount() {}

  /** Adds; returns the sum. The receiver. */
  public long add(long bytes) {
    long now = taken + bytes;
    TAKEN.setOpaque(this, now);
    return now;
  }

  /** How many. */
  public long taken() {
    return (long) TAKEN.getOpaque(this);
  }
}
