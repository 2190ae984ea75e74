package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PeerCred;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.api.PeerCredentials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Asks who is at the other end of a Unix socket: SO_PEERCRED of Linux, LOCAL_PEERCRED and
 * LOCAL_PEERPID of BSD.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class PeerCalls {

  private static final boolean IS_LINUX = Sockets.SO_PEERCRED != Sockets.ABSENT;
  private static final int LEVEL = IS_LINUX ? Sockets.SOL_SOCKET : Sockets.SOL_LOCAL;
  private static final int OPTION = IS_LINUX ? Sockets.SO_PEERCRED : Sockets.LOCAL_PEERCRED;

  /** The user of no process: (uid_t) -1. */
  private static final long NOBODY = 0xFFFF_FFFFL;

  private final MemorySegment errno;
  private final MemorySegment value;
  private final MemorySegment length;
  private int failure;

  PeerCalls(Arena arena, MemorySegment errno) {
    this.errno = errno;
    this.value = arena.allocate(PeerCred.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
  }

  /** Who is there; null if that fails, see {@link #failure()}. */
  @Nullable PeerCredentials get(int fd) {
    value.fill((byte) 0);
    failure = get(fd, OPTION, (int) value.byteSize());
    if (failure < 0) {
      return null;
    }
    int written = length.get(JAVA_INT, 0);
    int pid = PeerCred.pid(value, written);
    long uid = Integer.toUnsignedLong(PeerCred.uid(value));
    long gid = Integer.toUnsignedLong(PeerCred.gid(value));
    if (uid == NOBODY || written < PeerCred.LEAST_BYTES) {
      // Linux answers for a socket of IP too, with nobody. For BSD it is another question then, and
      // the answer a shorter one.
      failure = -Errno.ENOPROTOOPT;
      return null;
    }
    if (Sockets.LOCAL_PEERPID != Sockets.ABSENT
        && get(fd, Sockets.LOCAL_PEERPID, (int) JAVA_INT.byteSize()) >= 0) {
      pid = value.get(JAVA_INT, 0);
    }
    return new PeerCredentials(pid, uid, gid);
  }

  /** 0, or why the last call failed: a code, negated. */
  int failure() {
    return failure;
  }

  private int get(int fd, int option, int bytes) {
    length.set(JAVA_INT, 0, bytes);
    return Math.min(0, PosixCalls.getsockopt(errno, fd, LEVEL, option, value, length));
  }
}
