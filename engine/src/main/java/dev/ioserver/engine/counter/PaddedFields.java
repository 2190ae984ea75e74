package dev.ioserver.engine.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Three words that one thread writes often while others read, or write, at their peril. They lie in
 * an object of their own kind rather than in an array: an array's length, which each access looks
 * at, would be one more cache line to fetch.
 *
 * <p>{@link RightPad} keeps away what comes behind them.
 */
abstract class PaddedFields extends LeftPad {

  static final VarHandle FIRST;
  static final VarHandle SECOND;

  /** The field that a subclass in another package may use for a word of its own. */
  protected static final VarHandle THIRD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FIRST = lookup.findVarHandle(PaddedFields.class, "first", long.class);
      SECOND = lookup.findVarHandle(PaddedFields.class, "second", long.class);
      THIRD = lookup.findVarHandle(PaddedFields.class, "third", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What it is, and by which modes it is read and written, the subclass says. */
  long first;

  /** As the other. */
  long second;

  /** As the others. */
  long third;

  PaddedFields() {}
}
