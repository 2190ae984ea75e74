package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.linux.generated.msghdr;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes {@code struct msghdr}, the argument of sendmsg: {@code sendmsg(2)}.
 *
 * <p>Memory fresh from an arena is zero, which means no address and no control message. Static
 * methods over the caller's memory: as thread-safe as that memory is.
 */
public final class MsgHdr {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = msghdr.layout();

  private static final long NAME = msghdr.msg_name$offset();
  private static final long NAME_LENGTH = msghdr.msg_namelen$offset();
  private static final long VECTORS = msghdr.msg_iov$offset();
  private static final long VECTOR_COUNT = msghdr.msg_iovlen$offset();

  private MsgHdr() {}

  /** Where to send, a {@link SockAddr}; a connected socket needs none. */
  public static void setAddress(MemorySegment message, MemorySegment address, int addressLength) {
    message.set(ADDRESS, NAME, address);
    message.set(JAVA_INT, NAME_LENGTH, addressLength);
  }

  /** What to send: the first {@code count} of an array of {@link IoVec}. */
  public static void setVectors(MemorySegment message, MemorySegment vectors, long count) {
    message.set(ADDRESS, VECTORS, vectors);
    message.set(JAVA_LONG, VECTOR_COUNT, count);
  }
}
