package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes {@code struct msghdr}, the argument of sendmsg: {@code sendmsg(2)}.
 *
 * <p>Memory fresh from an arena is zero, which means no address and no control message. Static
 * methods over the caller's memory: as thread-safe as that memory is.
 */
public final class MsgHdr {
  /** The layout of the structure, for allocating one. */
  public static final GroupLayout LAYOUT = PosixNumbers.here().layout("msghdr");

  private static final long VECTORS = LAYOUT.byteOffset(groupElement("msg_iov"));
  private static final long VECTOR_COUNT = LAYOUT.byteOffset(groupElement("msg_iovlen"));

  private MsgHdr() {}

  /** What to send: the first {@code count} of an array of {@link IoVec}. */
  public static void setVectors(MemorySegment message, MemorySegment vectors, int count) {
    message.set(ADDRESS, VECTORS, vectors);
    // An int on BSD. On Linux it is a long whose upper half is, little-endian, behind this one, and
    // is never anything but 0 in memory fresh from an arena.
    message.set(JAVA_INT, VECTOR_COUNT, count);
  }
}
