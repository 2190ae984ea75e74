package dev.ioserver.engine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A piece of native memory that a {@link ChunkPool} leases out, with a count of references. It
 * returns to its pool when the last reference is released. The collector frees the memory of a
 * chunk that nobody holds any more, so that a lost reference costs a pooled chunk but no memory.
 *
 * <p>Thread-safety: the indices belong to the one who fills or empties the chunk; {@link #retain()}
 * and {@link #release()} may be called by any holder on any thread.
 */
public final class Chunk {

  private static final int CACHE_LINE = 64;

  /** What a chunk takes beside its capacity. */
  static final int PADDING = 2 * CACHE_LINE;

  /** References; getAndAdd, or a release store by the only holder. */
  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES = MethodHandles.lookup().findVarHandle(Chunk.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable ChunkPool pool;
  private final int sizeClass;
  private final MemorySegment segment;
  private final ByteBuffer buffer;
  private final long address;
  private final int capacity;

  /** Where reading begins; the holder's. */
  private int readIndex;

  /** Where writing begins; the holder's. */
  private int writeIndex;

  private int references = 1;

  /** How often the memory was begun anew; the holder's. */
  private int lap;

  /** Whatever a layer keeps with the memory, to be found again when the chunk is leased again. */
  private @Nullable Object companion;

  /** The chunk behind this one in a chain; the holder's. */
  private @Nullable Chunk next;

  Chunk(@Nullable ChunkPool pool, int sizeClass, int capacity) {
    this(pool, sizeClass, capacity, ByteBuffer::allocateDirect);
  }

  Chunk(@Nullable ChunkPool pool, int sizeClass, int capacity, IntFunction<ByteBuffer> allocator) {
    this.pool = pool;
    this.sizeClass = sizeClass;
    this.capacity = capacity;
    // In this order: java.nio allocates when it writes from a buffer that was made of a segment.
    // An aligned slice loses up to a cache line at either end.
    this.buffer = allocate(allocator, capacity);
    this.segment = MemorySegment.ofBuffer(buffer);
    this.address = segment.address();
  }

  private static ByteBuffer allocate(IntFunction<ByteBuffer> allocator, int capacity) {
    if (capacity > Integer.MAX_VALUE - PADDING) {
      // Not aligned: with room for that it would be longer than a buffer can be.
      return allocator.apply(capacity);
    }
    return allocator.apply(capacity + PADDING).alignedSlice(CACHE_LINE).slice(0, capacity);
  }

  /** {@return the memory} */
  public MemorySegment segment() {
    return segment;
  }

  /** {@return the memory as a big-endian buffer whose position and limit are the holder's} */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** {@return the memory's address} */
  public long address() {
    return address;
  }

  /** {@return how many bytes it has} */
  public int capacity() {
    return capacity;
  }

  /** {@return where reading begins, 0 to {@link #writeIndex()}} */
  public int readIndex() {
    return readIndex;
  }

  /**
   * Moves the read index.
   *
   * @param index the new one
   */
  public void readIndex(int index) {
    assert index >= 0 && index <= writeIndex : "read index " + index + " of " + writeIndex;
    readIndex = index;
  }

  /** {@return where writing begins, up to {@link #capacity()}} */
  public int writeIndex() {
    return writeIndex;
  }

  /**
   * Moves the write index.
   *
   * @param index the new one
   */
  public void writeIndex(int index) {
    assert index >= readIndex && index <= capacity : "write index " + index + " of " + capacity;
    writeIndex = index;
  }

  /** {@return how many bytes there are between the indices} */
  public int readable() {
    return writeIndex - readIndex;
  }

  /** {@return how many bytes there is room for} */
  public int writable() {
    return capacity - writeIndex;
  }

  /**
   * {@return how often this memory was begun anew: what was said about an earlier lap no longer
   * holds}
   */
  public int lap() {
    return lap;
  }

  /** Begins the memory anew. For the only holder. */
  public void restart() {
    assert references() == 1 : "begun anew while others hold it";
    readIndex = 0;
    writeIndex = 0;
    buffer.clear();
    lap++;
  }

  /** {@return the next chunk of a chain, or null} */
  public @Nullable Chunk next() {
    return next;
  }

  /**
   * Chains another chunk to this one.
   *
   * @param chunk the next one, or null for none
   */
  public void next(@Nullable Chunk chunk) {
    next = chunk;
  }

  /** {@return what a layer keeps with this memory, or null} */
  public @Nullable Object companion() {
    return companion;
  }

  /**
   * Keeps something with this memory for as long as it lives.
   *
   * @param value what is kept, or null for nothing
   */
  public void companion(@Nullable Object value) {
    companion = value;
  }

  /** {@return how many references there are; exact only if nobody else can change it} */
  public int references() {
    return (int) REFERENCES.getAcquire(this);
  }

  /** Takes one more reference. */
  public void retain() {
    if ((int) REFERENCES.getAcquire(this) == 1) {
      // The only holder, which the caller is, need not compete for the count.
      REFERENCES.setRelease(this, 2);
      return;
    }
    int before = (int) REFERENCES.getAndAdd(this, 1);
    assert before > 0 : "retained a chunk that nobody holds";
  }

  /**
   * Gives one reference back; the last one returns the chunk to its pool.
   *
   * @throws IllegalStateException if there is none to give back
   */
  public void release() {
    if (isLastRelease() && pool != null) {
      pool.giveBack(this);
    }
  }

  /** As {@link #release()}, for the owner of the pool. */
  public void releaseByOwner() {
    if (isLastRelease() && pool != null) {
      pool.giveBackByOwner(this);
    }
  }

  private boolean isLastRelease() {
    // The only holder need not compete for the count: nobody else may touch it.
    int before =
        (int) REFERENCES.getAcquire(this) == 1
            ? lastRelease()
            : (int) REFERENCES.getAndAdd(this, -1);
    if (before < 1) {
      REFERENCES.getAndAdd(this, 1);
      throw new IllegalStateException("released more often than retained");
    }
    return before == 1;
  }

  private int lastRelease() {
    REFERENCES.setRelease(this, 0);
    return 1;
  }

  int sizeClass() {
    return sizeClass;
  }

  /** Makes a pooled chunk fresh for its next holder. */
  void lease() {
    readIndex = 0;
    writeIndex = 0;
    buffer.clear();
    lap++;
    next = null;
    REFERENCES.setRelease(this, 1);
  }
}
