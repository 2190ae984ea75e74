package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct epoll_event}, single or in an array: {@code epoll_event(3type)}.
 *
 * <p>The structure is packed on x86-64 and padded elsewhere; this class is where that is decided.
 * The offsets are written here, and a test compares them with what was generated for both
 * processors, for the reason that {@code SockAddr} gives.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class EpollEvent {
  /** The layout of one event, for allocating one or an array of them. */
  public static final MemoryLayout LAYOUT = layout(LinuxAbi.isX64());

  static final long EVENTS = 0;
  static final long DATA = dataOffset(LinuxAbi.isX64());
  private static final long SIZE = LAYOUT.byteSize();

  private EpollEvent() {}

  /** Room for one event. */
  static MemoryLayout layout(boolean packed) {
    return packed
        ? MemoryLayout.sequenceLayout(12, JAVA_BYTE)
        : MemoryLayout.sequenceLayout(2, JAVA_LONG);
  }

  static long dataOffset(boolean packed) {
    return packed ? 4 : 8;
  }

  /** The {@code EPOLL} bits of the event at {@code index}. */
  public static int events(MemorySegment array, int index) {
    return array.get(JAVA_INT_UNALIGNED, index * SIZE + EVENTS);
  }

  /** The 64 bits that were registered with the descriptor, of the event at {@code index}. */
  public static long data(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
  }

  /** Fills a single event for {@link LinuxCalls#epollCtl}. */
  public static void set(MemorySegment event, int events, long data) {
    event.set(JAVA_INT_UNALIGNED, EVENTS, events);
    event.set(JAVA_LONG_UNALIGNED, DATA, data);
  }
}
