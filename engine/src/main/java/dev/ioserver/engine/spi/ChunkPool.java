package dev.ioserver.engine.spi;

import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The pool of native memory of one loop: chunks of three sizes, kept in bounded lock-free queues.
 * What is leased beyond the bounds, or larger than the largest size, is freed by the collector
 * instead of being kept.
 *
 * <p>Thread-safety: any thread.
 */
public final class ChunkPool {

  /** The sizes in bytes: a message, a batch of messages, a bulk read. */
  private static final int[] SIZES = {1 << 10, 16 << 10, 64 << 10};

  /** How many of each size are kept: 4 MiB, 16 MiB and 32 MiB at the most. */
  private static final int[] KEPT = {4096, 1024, 512};

  /** The largest pooled size, and the size of a receive chunk, in bytes. */
  public static final int LARGEST = SIZES[SIZES.length - 1];

  private final MpmcVarHandleArrayQueue<Chunk>[] free;
  private final LongAdder created = new LongAdder();
  private final LongAdder leased = new LongAdder();
  private final LongAdder returned = new LongAdder();

  /** An empty pool. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public ChunkPool() {
    free = new MpmcVarHandleArrayQueue[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      free[i] = new MpmcVarHandleArrayQueue<>(KEPT[i]);
    }
  }

  /**
   * Leases a chunk with one reference.
   *
   * @param bytes the least capacity, 0 or more
   */
  public Chunk lease(int bytes) {
    for (int i = 0; i < SIZES.length; i++) {
      if (bytes <= SIZES[i]) {
        return lease(i, free[i].poll());
      }
    }
    return new Chunk(null, SIZES.length, bytes);
  }

  private Chunk lease(int sizeClass, @Nullable Chunk pooled) {
    leased.increment();
    if (pooled != null) {
      pooled.lease();
      return pooled;
    }
    created.increment();
    return new Chunk(this, sizeClass, SIZES[sizeClass]);
  }

  /** How many pooled chunks are leased out now; exact when nobody leases or releases. */
  public long outstanding() {
    return leased.sum() - returned.sum();
  }

  /** How many chunks were ever created; constant in a steady state. */
  public long created() {
    return created.sum();
  }

  void giveBack(Chunk chunk) {
    returned.increment();
    // A full queue means that more is free than the pool keeps: the collector takes this one.
    var _ = free[chunk.sizeClass()].offer(chunk);
  }
}
