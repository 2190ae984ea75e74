package dev.ioserver.engine.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Three words that one thread writes often while others read, or write, at their peril. They lie in
 * an object of their own kind rather than in an array: an array's length, which each access looks
 * at, would be one more cache line to fetch.
 *
 * <p>{@link LonelyLine} keeps away what comes behind them.
 */
abstract class LonelyWords extends PaddingBefore {

  static final VarHandle FIRST;
  static final VarHandle SECOND;
  static final VarHandle THIRD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FIRST = lookup.findVarHandle(LonelyWords.class, "first", long.class);
      SECOND = lookup.findVarHandle(LonelyWords.class, "second", long.class);
      THIRD = lookup.findVarHandle(LonelyWords.class, "third", long.class);
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

  LonelyWords() {}
}
