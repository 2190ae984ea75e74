package dev.ioserver.engine.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count with one writer and any number of readers: an opaque store, no fence and no locked
 * instruction, so that it can stay on. Readers see some recent value.
 */
public final class SingleWriterCounter {

  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(SingleWriterCounter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Writer: plain load, opaque store. Readers: opaque load. */
  private long value;

  /** A count of 0. */
  public SingleWriterCounter() {}

  /** Adds; the one writer only. */
  public void add(long amount) {
    VALUE.setOpaque(this, value + amount);
  }

  /** The count; any thread. */
  public long get() {
    return (long) VALUE.getOpaque(this);
  }
}
