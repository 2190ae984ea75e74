package dev.ioserver.engine.memory;

import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.counter.StripedCounter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The pool of native memory of one loop: chunks of three sizes, kept in bounded lock-free queues.
 * What is leased beyond the bounds, or larger than the largest size, is freed by the collector
 * instead of being kept.
 *
 * <p>The loop's own thread has a few chunks at hand, the last used first: what it fills and writes
 * again and again stays in the processor's cache, and costs no locked instruction.
 *
 * <p>Where there is no memory for a new chunk, the pool tries what it keeps: a larger chunk serves
 * as well, and chunks that it gives up may make room for one that it does not keep. If that does
 * not help either, the {@link OutOfMemoryError} is the caller's, and the pool is as it was.
 *
 * <p>Thread-safety: any thread, but for what is marked as the owner's.
 */
public final class ChunkPool {

  /** The sizes in bytes: a message, a batch of messages, a bulk read. */
  private static final int[] SIZES = {1 << 10, 16 << 10, 64 << 10};

  /** How many of each size are kept: 4 MiB, 16 MiB and 32 MiB at the most. */
  private static final int[] KEPT = {4096, 1024, 512};

  /** The size that the owner has at hand, and how many of it. */
  private static final int OWN_CLASS = 1;

  private static final int OWN_KEPT = 16;

  /** The largest pooled size, and the size of a receive chunk, in bytes. */
  public static final int LARGEST = SIZES[SIZES.length - 1];

  private final MpmcVarHandleArrayQueue<Chunk>[] free;
  private final IntFunction<ByteBuffer> allocator;

  /** The chunk of {@link #OWN_CLASS} that was returned last, or null; the owner's. */
  private @Nullable Chunk last;

  /** More chunks of {@link #OWN_CLASS} at hand; the owner's. */
  private final ArrayDeque<Chunk> own = new ArrayDeque<>(OWN_KEPT);

  private final StripedCounter created = new StripedCounter();
  private final StripedCounter leased = new StripedCounter();
  private final StripedCounter returned = new StripedCounter();

  /** What the owner has leased, less what it has returned by its own ways; the owner's. */
  private final SingleWriterCounter owned = new SingleWriterCounter();

  /** An empty pool of direct memory. */
  public ChunkPool() {
    this(ByteBuffer::allocateDirect);
  }

  /**
   * An empty pool.
   *
   * @param allocator gives direct memory of so many bytes, or throws an {@link OutOfMemoryError};
   *     any thread
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public ChunkPool(IntFunction<ByteBuffer> allocator) {
    this.allocator = allocator;
    free = new MpmcVarHandleArrayQueue[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      free[i] = new MpmcVarHandleArrayQueue<>(KEPT[i]);
    }
  }

  /**
   * Leases a chunk with one reference.
   *
   * @param bytes the least capacity, 0 or more
   * @return the chunk, empty
   * @throws IllegalArgumentException if it is negative
   * @throws OutOfMemoryError if there is no memory for it; the pool is as it was
   */
  public Chunk lease(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be 0 or more");
    }
    for (int i = 0; i < SIZES.length; i++) {
      if (bytes <= SIZES[i]) {
        return lease(i, free[i].poll());
      }
    }
    try {
      return new Chunk(null, SIZES.length, bytes, allocator);
    } catch (OutOfMemoryError e) {
      if (!trim()) {
        throw e;
      }
      return new Chunk(null, SIZES.length, bytes, allocator);
    }
  }

  /**
   * As {@link #lease(int)}, for the owner.
   *
   * @param bytes the least capacity, 0 or more
   * @return the chunk, empty
   * @throws IllegalArgumentException if it is negative
   * @throws OutOfMemoryError if there is no memory for it; the pool is as it was
   */
  public Chunk leaseByOwner(int bytes) {
    if (bytes > SIZES[OWN_CLASS - 1] && bytes <= SIZES[OWN_CLASS]) {
      Chunk chunk = last == null ? own.poll() : last;
      if (chunk != null) {
        last = null;
        owned.add(1);
        chunk.lease();
        return chunk;
      }
    }
    return lease(bytes);
  }

  private Chunk lease(int sizeClass, @Nullable Chunk pooled) {
    Chunk chunk = pooled;
    if (chunk == null) {
      chunk = create(sizeClass);
    } else {
      chunk.lease();
    }
    // Counted when it is there.
    leased.increment();
    return chunk;
  }

  private Chunk create(int sizeClass) {
    Chunk chunk;
    try {
      chunk = new Chunk(this, sizeClass, SIZES[sizeClass], allocator);
    } catch (OutOfMemoryError e) {
      Chunk larger = pollLarger(sizeClass);
      if (larger != null) {
        larger.lease();
        return larger;
      }
      if (!trim()) {
        throw e;
      }
      chunk = new Chunk(this, sizeClass, SIZES[sizeClass], allocator);
    }
    created.increment();
    return chunk;
  }

  /** A free chunk of a larger size, or null. */
  private @Nullable Chunk pollLarger(int sizeClass) {
    for (int i = sizeClass + 1; i < SIZES.length; i++) {
      Chunk chunk = free[i].poll();
      if (chunk != null) {
        return chunk;
      }
    }
    return null;
  }

  /**
   * Leaves to the collector what is free, which the next allocation has collected if it needs the
   * memory.
   *
   * @return whether there was any
   */
  private boolean trim() {
    boolean any = false;
    for (MpmcVarHandleArrayQueue<Chunk> kept : free) {
      while (kept.poll() != null) {
        any = true;
      }
    }
    return any;
  }

  /** {@return how many pooled chunks are leased out now; exact when nobody leases or releases} */
  public long outstanding() {
    return leased.get() - returned.get() + owned.get();
  }

  /** {@return how many chunks were ever created; constant in a steady state} */
  public long created() {
    return created.get();
  }

  void giveBackByOwner(Chunk chunk) {
    if (chunk.sizeClass() != OWN_CLASS || own.size() == OWN_KEPT) {
      giveBack(chunk);
      return;
    }
    owned.add(-1);
    if (last != null) {
      own.push(last);
    }
    last = chunk;
  }

  void giveBack(Chunk chunk) {
    returned.increment();
    // A full queue means that more is free than the pool keeps: the collector takes this one.
    var _ = free[chunk.sizeClass()].offer(chunk);
  }
}
