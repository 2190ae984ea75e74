package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes {@code struct msghdr}, the argument of sendmsg: {@code sendmsg(2)}.
 *
 * <p>The systems agree on the offsets, which a test compares with what was generated: see {@link
 * SockAddr} for why they are written here.
 *
 * <p>Memory fresh from an arena is zero, which means no address and no control message. Static
 * methods over the caller's memory: as thread-safe as that memory is.
 */
public final class MsgHdr {
  /** Room for the structure of any system; that of BSD is shorter. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(7, JAVA_LONG);

  static final long VECTORS = 16;
  static final long VECTOR_COUNT = 24;

  private MsgHdr() {}

  /** What to send: the first {@code count} of an array of {@link IoVec}. */
  public static void setVectors(MemorySegment message, MemorySegment vectors, int count) {
    message.set(ADDRESS, VECTORS, vectors);
    // An int on BSD. On Linux it is a long whose upper half is, little-endian, behind this one, and
    // is never anything but 0 in memory fresh from an arena.
    message.set(JAVA_INT, VECTOR_COUNT, count);
  }
}
