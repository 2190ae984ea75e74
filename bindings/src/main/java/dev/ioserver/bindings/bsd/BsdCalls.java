package dev.ioserver.bindings.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls, one method each, under their own names.
 *
 * <p><b>Result.</b> Zero or more is what the C function returned; below zero is {@code -errno}, to
 * be compared with {@code -Errno.EAGAIN} and its like. Nothing is retried: EINTR comes back as
 * well.
 *
 * <p><b>The errno segment.</b> The first parameter receives errno when a call fails. Allocate one
 * per thread, once, with {@link #newErrnoSegment}; two threads must never share it. Only failing
 * calls are read from it, so it needs no clearing in between.
 *
 * <p><b>Threads.</b> All methods are thread-safe where the kernel is, and allocate nothing. A call
 * that blocks holds its carrier thread: make it from a platform thread.
 *
 * <p><b>Exceptions.</b> None for what the kernel refuses. A heap segment, a closed arena or a
 * thread that may not touch the segment throw what the foreign function interface throws.
 *
 * <p>Use this class only if {@link BsdBindings#unavailabilityCause()} is null.
 */
public final class BsdCalls {
  private BsdCalls() {}

  /** A zeroed segment that receives errno; lives as long as {@code arena}. */
  public static MemorySegment newErrnoSegment(Arena arena) {
    return arena.allocate(BsdHandles.ERRNO_LAYOUT);
  }

  /**
   * Opens a queue of events: {@code kqueue(2)}.
   *
   * @return the descriptor
   */
  public static int kqueue(MemorySegment errno) {
    try {
      int result = (int) BsdHandles.KQUEUE.invokeExact(errno);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Hands in changes and waits for events, in one call: {@code kevent(2)}.
   *
   * @param changes {@code changeCount} of {@link KEvent}
   * @param events room for {@code eventCount} of {@link KEvent}
   * @param timeout the longest wait as a {@link TimeSpec}; {@code NULL} waits without end
   * @return how many events there are, 0 when the time is up
   */
  public static int kevent(
      MemorySegment errno,
      int kq,
      MemorySegment changes,
      int changeCount,
      MemorySegment events,
      int eventCount,
      MemorySegment timeout) {
    try {
      int result =
          (int)
              BsdHandles.KEVENT.invokeExact(
                  errno, kq, changes, changeCount, events, eventCount, timeout);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Opens a pipe: {@code pipe(2)}.
   *
   * @param descriptors receives two ints: the end to read from, the end to write to
   */
  public static int pipe(MemorySegment errno, MemorySegment descriptors) {
    try {
      int result = (int) BsdHandles.PIPE.invokeExact(errno, descriptors);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Opens a socket: {@code socket(2)}.
   *
   * @return the descriptor
   */
  public static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      int result = (int) BsdHandles.SOCKET.invokeExact(errno, domain, type, protocol);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /** Gives a socket its local address, a {@link SockAddr}: {@code bind(2)}. */
  public static int bind(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      int result = (int) BsdHandles.BIND.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Makes a socket accept connections: {@code listen(2)}.
   *
   * @param backlog how many connections may wait; the kernel cuts it to its own limit
   */
  public static int listen(MemorySegment errno, int fd, int backlog) {
    try {
      int result = (int) BsdHandles.LISTEN.invokeExact(errno, fd, backlog);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Takes the next connection of a listening socket: {@code accept(2)}. Whether the new socket has
   * the flags of the listening one depends on the system.
   *
   * @param address receives the peer's {@link SockAddr}; {@code NULL} together with the next when
   *     unwanted
   * @param addressLength an int: in the room at {@code address} in bytes, out what the address
   *     takes
   * @return the connection's descriptor
   */
  public static int accept(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      int result = (int) BsdHandles.ACCEPT.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /** Whether there is an {@code accept4}; macOS has none. */
  public static boolean hasAccept4() {
    return BsdHandles.ACCEPT4 != null;
  }

  /**
   * As {@link #accept}, with flags for the new socket: {@code accept4(2)}.
   *
   * @param flags {@link Sockets#SOCK_NONBLOCK}, {@link Sockets#SOCK_CLOEXEC}
   * @return the connection's descriptor; ENOSYS where {@link #hasAccept4()} is false
   */
  public static int accept4(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength, int flags) {
    MethodHandle handle = BsdHandles.ACCEPT4;
    if (handle == null) {
      return -Errno.ENOSYS;
    }
    try {
      int result = (int) handle.invokeExact(errno, fd, address, addressLength, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Connects to a {@link SockAddr}: {@code connect(2)}. A non-blocking socket gives EINPROGRESS.
   */
  public static int connect(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      int result = (int) BsdHandles.CONNECT.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Closes one direction or both: {@code shutdown(2)}.
   *
   * @param how {@link Sockets#SHUT_WR} or its like
   */
  public static int shutdown(MemorySegment errno, int fd, int how) {
    try {
      int result = (int) BsdHandles.SHUTDOWN.invokeExact(errno, fd, how);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /** Reads the local address, with arguments like those of accept: {@code getsockname(2)}. */
  public static int getsockname(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      int result = (int) BsdHandles.GETSOCKNAME.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /** Reads the peer's address, with arguments like those of accept: {@code getpeername(2)}. */
  public static int getpeername(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      int result = (int) BsdHandles.GETPEERNAME.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Reads an option: {@code getsockopt(2)}.
   *
   * @param valueLength an int: in the room at {@code value} in bytes, out what the option takes
   */
  public static int getsockopt(
      MemorySegment errno,
      int fd,
      int level,
      int name,
      MemorySegment value,
      MemorySegment valueLength) {
    try {
      int result =
          (int) BsdHandles.GETSOCKOPT.invokeExact(errno, fd, level, name, value, valueLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Changes an option: {@code setsockopt(2)}.
   *
   * @param valueLength bytes at {@code value}
   */
  public static int setsockopt(
      MemorySegment errno, int fd, int level, int name, MemorySegment value, int valueLength) {
    try {
      int result =
          (int) BsdHandles.SETSOCKOPT.invokeExact(errno, fd, level, name, value, valueLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Reads up to {@code length} bytes: {@code read(2)}.
   *
   * @return how many bytes came, 0 at the end of the stream
   */
  public static long read(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      long result = (long) BsdHandles.READ.invokeExact(errno, fd, buffer, length);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Writes up to {@code length} bytes: {@code write(2)}.
   *
   * @return how many bytes went
   */
  public static long write(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      long result = (long) BsdHandles.WRITE.invokeExact(errno, fd, buffer, length);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Receives up to {@code length} bytes into memory given by its address, which the caller keeps
   * alive: {@code recv(2)}.
   *
   * @param address a native address, of {@code length} bytes at least
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes came, 0 when the peer has closed its direction
   */
  public static long recv(MemorySegment errno, int fd, long address, long length, int flags) {
    try {
      long result = (long) BsdHandles.RECV_AT.invokeExact(errno, fd, address, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Sends up to {@code length} bytes from memory given by its address, which the caller keeps
   * alive: {@code send(2)}.
   *
   * @param address a native address, of {@code length} bytes at least
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes went
   */
  public static long send(MemorySegment errno, int fd, long address, long length, int flags) {
    try {
      long result = (long) BsdHandles.SEND_AT.invokeExact(errno, fd, address, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Sends a {@link MsgHdr}: {@code sendmsg(2)}. Unlike writev it takes flags.
   *
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes went
   */
  public static long sendmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
    try {
      long result = (long) BsdHandles.SENDMSG.invokeExact(errno, fd, message, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Closes a descriptor: {@code close(2)}. It is gone even if the answer is an error, EINTR
   * included.
   */
  public static int close(MemorySegment errno, int fd) {
    try {
      int result = (int) BsdHandles.CLOSE.invokeExact(errno, fd);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /**
   * Reads or changes a descriptor's flags: {@code fcntl(2)}.
   *
   * @param command of {@link Fcntl}
   * @param argument the new flags, 0 for a command that takes none
   */
  public static int fcntl(MemorySegment errno, int fd, int command, int argument) {
    try {
      int result = (int) BsdHandles.FCNTL.invokeExact(errno, fd, command, argument);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  /** Reads a limit of the process into an {@link Rlimit}: {@code getrlimit(2)}. */
  public static int getrlimit(MemorySegment errno, int resource, MemorySegment limit) {
    try {
      int result = (int) BsdHandles.GETRLIMIT.invokeExact(errno, resource, limit);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw BsdHandles.unexpected(failure);
    }
  }

  private static int errno(MemorySegment errno) {
    return errno.get(JAVA_INT, BsdHandles.ERRNO_OFFSET);
  }
}
