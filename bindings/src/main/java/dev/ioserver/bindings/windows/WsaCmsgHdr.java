package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.windows.generated._WSACMSGHDR;
import java.lang.foreign.MemorySegment;

/**
 * Reads control messages, {@code WSACMSGHDR} with what follows it. A test compares the steps from
 * one to its data and to the next with the macros of {@code mswsock.h}.
 *
 * <p>Each method takes where a message begins. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class WsaCmsgHdr {
  private static final long LENGTH = _WSACMSGHDR.cmsg_len$offset();
  private static final long LEVEL = _WSACMSGHDR.cmsg_level$offset();
  private static final long TYPE = _WSACMSGHDR.cmsg_type$offset();
  private static final long ALIGNMENT = _WSACMSGHDR.layout().byteAlignment();

  /** Where the data begins: WSA_CMSG_DATA. The structure ends at a multiple of 8 already. */
  private static final long DATA = _WSACMSGHDR.layout().byteSize();

  private WsaCmsgHdr() {}

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

  /** Where the next message would be: WSA_CMSG_NXTHDR. */
  public static long next(MemorySegment control, long at) {
    long length = control.get(JAVA_LONG, at + LENGTH);
    // Never 0, which would have a reader go round for ever.
    return at + Math.max(DATA, (length + ALIGNMENT - 1) & -ALIGNMENT);
  }

  /** Whether there is a message at a place, in so many bytes of them. */
  public static boolean isThere(long at, int bytes) {
    return at + DATA <= bytes;
  }
}
