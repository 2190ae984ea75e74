package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.MemorySegment;

/**
 * Writes and reads control messages, {@code struct cmsghdr} with what follows it: {@code cmsg(3)}.
 *
 * <p>The length of a message is a long on Linux and an int on BSD; what it is aligned to, and where
 * its data begins, is told by {@link PosixNumbers#controlAlignment}. Tests compare the offsets with
 * what was generated.
 *
 * <p>Each method takes where a message begins. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class CmsgHdr {
  private static final boolean IS_BSD = PosixNumbers.here().addressesHaveLength();
  private static final long ALIGNMENT = PosixNumbers.here().controlAlignment();

  static final long LENGTH = 0;
  static final long LEVEL = IS_BSD ? 4 : 8;
  static final long TYPE = IS_BSD ? 8 : 12;

  /** Where the data begins: CMSG_DATA. */
  private static final long DATA = aligned(IS_BSD ? 12 : 16);

  private CmsgHdr() {}

  /** The bytes of a message with so many bytes of data, and of what aligns the next: CMSG_SPACE. */
  public static int space(int dataBytes) {
    return (int) (DATA + aligned(dataBytes));
  }

  /** Begins a message; its data is still to be written. */
  public static void set(MemorySegment control, long at, int level, int type, int dataBytes) {
    long length = DATA + dataBytes;
    if (IS_BSD) {
      control.set(JAVA_INT, at + LENGTH, (int) length);
    } else {
      control.set(JAVA_LONG, at + LENGTH, length);
    }
    control.set(JAVA_INT, at + LEVEL, level);
    control.set(JAVA_INT, at + TYPE, type);
  }

  /** SOL_SOCKET or a protocol. */
  public static int level(MemorySegment control, long at) {
    return control.get(JAVA_INT, at + LEVEL);
  }

  /** What it is, within the level. */
  public static int type(MemorySegment control, long at) {
    return control.get(JAVA_INT, at + TYPE);
  }

  /** Where the data is. */
  public static long data(long at) {
    return at + DATA;
  }

  /** Where the next message would be. */
  public static long next(MemorySegment control, long at) {
    long length = IS_BSD ? control.get(JAVA_INT, at + LENGTH) : control.get(JAVA_LONG, at + LENGTH);
    // Never 0, which would have a reader go round for ever.
    return at + Math.max(DATA, aligned(length));
  }

  /** Whether there is a message at a place, in so many bytes of them. */
  public static boolean isThere(long at, long begin, int bytes) {
    return at + DATA <= begin + bytes;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
