package dev.ioserver.bindings.bsd;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct kevent}, a change or an event, in arrays: {@code kevent(2)}.
 *
 * <p>32 bytes on macOS, where it is packed, and 64 on FreeBSD, where four more numbers follow that
 * nothing here uses. Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class KEvent {
  /** The layout of the structure. */
  public static final GroupLayout LAYOUT = BsdTarget.here().event();

  private static final long SIZE = LAYOUT.byteSize();
  private static final long IDENT = offset("ident");
  private static final long FILTER = offset("filter");
  private static final long FLAGS = offset("flags");
  private static final long FILTER_FLAGS = offset("fflags");
  private static final long DATA = offset("data");
  private static final long TOKEN = offset("udata");

  private KEvent() {}

  /** Zeroed memory for {@code count} changes or events. */
  public static MemorySegment allocate(Arena arena, int count) {
    // Aligned to a long even where the structure is packed: what the kernel copies it does faster.
    return arena.allocate(SIZE * count, Long.BYTES);
  }

  /**
   * Fills the change at {@code index}. Its data stays what it was, which is 0 in fresh memory.
   *
   * @param ident a descriptor, or whatever the filter takes
   * @param filter {@code EVFILT_} of {@link KQueue}
   * @param flags {@code EV_} of {@link KQueue}
   * @param filterFlags {@code NOTE_} of {@link KQueue}
   * @param token 64 bits that come back with each event
   */
  public static void set(
      MemorySegment array,
      int index,
      long ident,
      short filter,
      short flags,
      int filterFlags,
      long token) {
    long at = index * SIZE;
    array.set(JAVA_LONG_UNALIGNED, at + IDENT, ident);
    array.set(JAVA_SHORT_UNALIGNED, at + FILTER, filter);
    array.set(JAVA_SHORT_UNALIGNED, at + FLAGS, flags);
    array.set(JAVA_INT_UNALIGNED, at + FILTER_FLAGS, filterFlags);
    array.set(JAVA_LONG_UNALIGNED, at + TOKEN, token);
  }

  /** Copies the first {@code count} of one array into another. */
  public static void copy(MemorySegment from, MemorySegment to, int count) {
    MemorySegment.copy(from, 0, to, 0, count * SIZE);
  }

  /** Moves one within an array. */
  public static void move(MemorySegment array, int from, int to) {
    MemorySegment.copy(array, from * SIZE, array, to * SIZE, SIZE);
  }

  /** The descriptor of the change or event at {@code index}. */
  public static long ident(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, index * SIZE + IDENT);
  }

  /** The filter of the change or event at {@code index}. */
  public static short filter(MemorySegment array, int index) {
    return array.get(JAVA_SHORT_UNALIGNED, index * SIZE + FILTER);
  }

  /** The {@code EV_} bits of the change or event at {@code index}. */
  public static short flags(MemorySegment array, int index) {
    return array.get(JAVA_SHORT_UNALIGNED, index * SIZE + FLAGS);
  }

  /** What the filter says of the event at {@code index}; with EV_EOF the errno of a socket. */
  public static int filterFlags(MemorySegment array, int index) {
    return array.get(JAVA_INT_UNALIGNED, index * SIZE + FILTER_FLAGS);
  }

  /** How much there is of the event at {@code index}; with EV_ERROR the errno of the change. */
  public static long data(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
  }

  /** The 64 bits that were registered with the descriptor, of the event at {@code index}. */
  public static long token(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, index * SIZE + TOKEN);
  }

  private static long offset(String field) {
    return LAYOUT.byteOffset(groupElement(field));
  }
}
