package dev.ioserver.engine.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * A count with any number of writers and readers, exact, and for its first writers as cheap as
 * {@link SingleWriterCounter}: each of them owns a cell that nobody else writes to, so that adding
 * needs neither a fence nor a locked instruction. A thread that finds its cell taken adds to a
 * {@link LongAdder}. The very first has its cell in this object, which is one cache line to fetch;
 * the others have theirs in an array, which is three.
 *
 * <p>A cell stays with its thread when that ends: thread ids are not given out twice, so nobody
 * writes to it after that, and what was counted stays counted. Where threads come and go, later
 * ones share the adder.
 */
public class StripedCounter extends RightPad {

  /** A power of two, so that an id picks a cell by its low bits: ids are given out one by one. */
  private static final int CELLS = 16;

  /** Longs from one cell to the next: two cache lines, since processors fetch them in pairs. */
  private static final int STRIDE = 16;

  /** The id of the thread that owns the cell of this object, 0 if none does: as in the array. */
  private static final VarHandle OWNER = FIRST;

  /** Its count. */
  private static final VarHandle COUNT = SECOND;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /**
   * For each cell the id of the thread that owns it, 0 if none does, and behind that its count.
   * Owner: claimed by CAS, read opaque. Count: plain load and opaque store by the owner, opaque
   * load by readers.
   */
  private final long[] cells = new long[(CELLS + 1) * STRIDE];

  private final LongAdder others = new LongAdder();

  /** A count of 0. */
  public StripedCounter() {}

  /** Adds 1. Any thread. */
  public final void increment() {
    increment(Thread.currentThread().threadId());
  }

  /** Adds any number. Any thread. */
  public final void add(long amount) {
    add(Thread.currentThread().threadId(), amount);
  }

  /**
   * As the other.
   *
   * @param thread the id of the calling thread
   */
  protected final void increment(long thread) {
    add(thread, 1);
  }

  private void add(long thread, long amount) {
    long owner = (long) OWNER.getOpaque(this);
    if (owner == thread || (owner == 0 && OWNER.compareAndSet(this, 0L, thread))) {
      COUNT.setOpaque(this, second + amount);
    } else {
      addInArray(thread, amount);
    }
  }

  private void addInArray(long thread, long amount) {
    // The first stride is left empty: the array's length lies there, which all of them read.
    int cell = (((int) thread & (CELLS - 1)) + 1) * STRIDE;
    if ((long) CELL.getOpaque(cells, cell) == thread || claim(cell, thread)) {
      CELL.setOpaque(cells, cell + 1, cells[cell + 1] + amount);
    } else {
      others.add(amount);
    }
  }

  /** The count. Any thread; exact when nobody adds. */
  public final long get() {
    long sum = others.sum() + (long) COUNT.getOpaque(this);
    for (int i = 1; i <= CELLS; i++) {
      sum += (long) CELL.getOpaque(cells, i * STRIDE + 1);
    }
    return sum;
  }

  private boolean claim(int cell, long thread) {
    return (long) CELL.getOpaque(cells, cell) == 0 && CELL.compareAndSet(cells, cell, 0L, thread);
  }
}
