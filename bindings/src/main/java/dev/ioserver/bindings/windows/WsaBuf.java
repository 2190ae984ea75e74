package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
   * Fills the piece at {@code index}. What lies at the address must stay alive until the call that
   * uses the array is over.
   *
   * @param length bytes at {@code address}
   */
  public static void set(MemorySegment array, int index, long address, int length) {
    array.set(JAVA_INT, index * SIZE + LENGTH, length);
    array.set(JAVA_LONG, index * SIZE + BUFFER, address);
  }
}
