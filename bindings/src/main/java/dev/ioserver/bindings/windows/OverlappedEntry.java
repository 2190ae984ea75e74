package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.windows.generated._OVERLAPPED_ENTRY;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads an array of {@code OVERLAPPED_ENTRY}, the packets of a completion port.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class OverlappedEntry {
  /** The layout of one packet, for allocating an array of them. */
  public static final MemoryLayout LAYOUT = _OVERLAPPED_ENTRY.layout();

  private static final long SIZE = LAYOUT.byteSize();
  private static final long KEY = _OVERLAPPED_ENTRY.lpCompletionKey$offset();
  private static final long OVERLAPPED = _OVERLAPPED_ENTRY.lpOverlapped$offset();

  private OverlappedEntry() {}

  /** The key of the file that the packet at {@code index} is of, or of whoever posted it. */
  public static long key(MemorySegment array, int index) {
    return array.get(JAVA_LONG, index * SIZE + KEY);
  }

  /** The pointer that the packet at {@code index} carries, as a number; 0 for none. */
  public static long overlapped(MemorySegment array, int index) {
    return array.get(JAVA_LONG, index * SIZE + OVERLAPPED);
  }
}
