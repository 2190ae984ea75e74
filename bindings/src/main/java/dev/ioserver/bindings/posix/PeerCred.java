package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads who is at the other end of a Unix socket: {@code struct ucred}, the value of {@link
 * Sockets#SO_PEERCRED}, and {@code struct xucred}, that of {@link Sockets#LOCAL_PEERCRED}.
 *
 * <p>The offsets are written here, and a test compares them with what was generated: see {@link
 * SockAddr} for why.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class PeerCred {
  /** The layout that has room for either structure, for allocating one. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(11, JAVA_LONG);

  static final long UCRED_PID = 0;
  static final long UCRED_UID = 4;
  static final long UCRED_GID = 8;
  static final long XUCRED_UID = 4;

  /** The first of the groups is the effective one. */
  static final long XUCRED_GID = 12;

  /** On FreeBSD alone: the structure of macOS ends before. */
  static final long XUCRED_PID = 80;

  private static final boolean IS_UCRED = Sockets.SO_PEERCRED != Sockets.ABSENT;

  static final int UCRED_BYTES = 12;

  /** That of macOS; on FreeBSD it is longer. */
  static final int XUCRED_BYTES = 76;

  /** How many bytes the call writes at the least. */
  public static final int LEAST_BYTES = IS_UCRED ? UCRED_BYTES : XUCRED_BYTES;

  private PeerCred() {}

  /**
   * The process.
   *
   * @param bytes how many bytes the call has written
   * @return its number, or 0 if the structure has none
   */
  public static int pid(MemorySegment value, int bytes) {
    if (IS_UCRED) {
      return value.get(JAVA_INT, UCRED_PID);
    }
    return bytes < XUCRED_PID + JAVA_INT.byteSize() ? 0 : value.get(JAVA_INT, XUCRED_PID);
  }

  /** The effective user; unsigned. */
  public static int uid(MemorySegment value) {
    return value.get(JAVA_INT, IS_UCRED ? UCRED_UID : XUCRED_UID);
  }

  /** The effective group; unsigned. */
  public static int gid(MemorySegment value) {
    return value.get(JAVA_INT, IS_UCRED ? UCRED_GID : XUCRED_GID);
  }
}
