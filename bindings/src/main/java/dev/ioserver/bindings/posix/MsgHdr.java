package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes and reads {@code struct msghdr}, the argument of sendmsg and recvmsg: {@code sendmsg(2)},
 * {@code recvmsg(2)}.
 *
 * <p>The systems agree on the offsets but for that of the flags, and a test compares them with what
 * was generated: see {@link SockAddr} for why they are written here.
 *
 * <p>Memory fresh from an arena is zero, which means no address and no control message. Where a
 * method takes {@code at}, the structure begins there within the memory: it may be one of an array.
 * Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class MsgHdr {
  /** Room for the structure of any system; that of BSD is shorter. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(7, JAVA_LONG);

  static final long NAME = 0;
  static final long NAME_LENGTH = 8;
  static final long VECTORS = 16;
  static final long VECTOR_COUNT = 24;
  static final long CONTROL = 32;
  static final long CONTROL_LENGTH = 40;

  /** Behind a length of control messages that is an int on BSD, and a long on Linux. */
  static final long FLAGS = PosixNumbers.here().addressesHaveLength() ? 44 : 48;

  private MsgHdr() {}

  /** What to send: the first {@code count} of an array of {@link IoVec}. */
  public static void setVectors(MemorySegment message, MemorySegment vectors, int count) {
    message.set(ADDRESS, VECTORS, vectors);
    // An int on BSD. On Linux it is a long whose upper half is, little-endian, behind this one, and
    // is never anything but 0 in memory fresh from an arena.
    message.set(JAVA_INT, VECTOR_COUNT, count);
  }

  /**
   * The pieces, as {@link #setVectors(MemorySegment, MemorySegment, int)} has them.
   *
   * @param vectors the address of the first {@link IoVec}; the caller keeps it alive
   */
  public static void setVectors(MemorySegment message, long at, long vectors, int count) {
    message.set(JAVA_LONG, at + VECTORS, vectors);
    message.set(JAVA_INT, at + VECTOR_COUNT, count);
  }

  /**
   * Where the peer's address is, or the room for it.
   *
   * @param address an address of memory that the caller keeps alive, or 0
   * @param length bytes there, or 0
   */
  public static void setName(MemorySegment message, long at, long address, int length) {
    message.set(JAVA_LONG, at + NAME, address);
    message.set(JAVA_INT, at + NAME_LENGTH, length);
  }

  /** The bytes that the peer's address takes: 0 if there is none. */
  public static int nameLength(MemorySegment message, long at) {
    return message.get(JAVA_INT, at + NAME_LENGTH);
  }

  /**
   * Where the control messages are, or the room for them.
   *
   * @param address an address of memory that the caller keeps alive, or 0
   * @param length bytes there, or 0
   */
  public static void setControl(MemorySegment message, long at, long address, int length) {
    message.set(JAVA_LONG, at + CONTROL, address);
    // As with the count of vectors: an int, or the lower half of a long.
    message.set(JAVA_INT, at + CONTROL_LENGTH, length);
  }

  /** The bytes of the control messages that came. */
  public static int controlLength(MemorySegment message, long at) {
    return message.get(JAVA_INT, at + CONTROL_LENGTH);
  }

  /** What the kernel says of what it has received: {@link Datagrams#MSG_TRUNC} for example. */
  public static int flags(MemorySegment message, long at) {
    return message.get(JAVA_INT, at + FLAGS);
  }
}
