package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.generated._WSABUF;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes an array of {@code WSABUF}, the pieces of a gathering write.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class WsaBuf {
  /** The layout of one piece, for allocating an array of them. */
  public static final MemoryLayout LAYOUT = _WSABUF.layout();

  private static final long SIZE = LAYOUT.byteSize();
  private static final long LENGTH = _WSABUF.len$offset();
  private static final long BUFFER = _WSABUF.buf$offset();

  private WsaBuf() {}

  /**
   * Fills the piece at {@code index} with the address of {@code base}, which must be native and
   * stay alive until the call that uses the array is over.
   *
   * @param length bytes at {@code base}
   */
  public static void set(MemorySegment array, int index, MemorySegment base, int length) {
    array.set(JAVA_INT, index * SIZE + LENGTH, length);
    array.set(ADDRESS, index * SIZE + BUFFER, base);
  }
}
