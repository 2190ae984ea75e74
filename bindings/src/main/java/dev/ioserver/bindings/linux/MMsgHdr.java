package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr}, the argument of recvmmsg and sendmmsg: {@code recvmmsg(2)},
 * {@code sendmmsg(2)}. Each is a {@link dev.ioserver.bindings.posix.MsgHdr} and how much of it was
 * received or sent; a test compares the offsets with what was generated.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class MMsgHdr {
  /** The layout of one, for allocating an array of them. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(8, JAVA_LONG);

  static final long SIZE = 64;
  static final long LENGTH = 56;

  private MMsgHdr() {}

  /** Where number {@code index} begins, which is where its message begins. */
  public static long at(int index) {
    return index * SIZE;
  }

  /** The bytes of number {@code index} that were received or sent. */
  public static int length(MemorySegment messages, int index) {
    return messages.get(JAVA_INT, index * SIZE + LENGTH);
  }
}
