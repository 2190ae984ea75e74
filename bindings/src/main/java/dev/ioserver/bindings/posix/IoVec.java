package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes an array of {@code struct iovec}, the pieces of a gathering or scattering call: {@code
 * iovec(3type)}.
 *
 * <p>The systems agree on the offsets, which a test compares with what was generated: see {@link
 * SockAddr} for why they are written here.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class IoVec {
  /** The layout of one piece, for allocating an array of them. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(2, JAVA_LONG);

  static final long SIZE = 16;
  static final long BASE = 0;
  static final long LENGTH = 8;

  private IoVec() {}

  /**
   * Fills the piece at {@code index} with the address of {@code base}, which must be native and
   * stay alive until the call that uses the array is over.
   *
   * @param length bytes at {@code base}
   */
  public static void set(MemorySegment array, int index, MemorySegment base, long length) {
    array.set(ADDRESS, index * SIZE + BASE, base);
    array.set(JAVA_LONG, index * SIZE + LENGTH, length);
  }

  /** As the other, with the memory given by its address. The caller keeps it alive. */
  public static void set(MemorySegment array, int index, long address, long length) {
    array.set(JAVA_LONG, index * SIZE + BASE, address);
    array.set(JAVA_LONG, index * SIZE + LENGTH, length);
  }

  /** The length in bytes of the piece at {@code index}. */
  public static long length(MemorySegment array, int index) {
    return array.get(JAVA_LONG, index * SIZE + LENGTH);
  }
}
