package dev.ioserver.bindings.linux;

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
 * <p>Use this class only if {@link LinuxBindings#unavailabilityCause()} is null.
 */
public final class LinuxCalls {
  private LinuxCalls() {}

  /** A zeroed segment that receives errno; lives as long as {@code arena}. */
  public static MemorySegment newErrnoSegment(Arena arena) {
    return arena.allocate(LinuxHandles.ERRNO_LAYOUT);
  }

  /**
   * Opens an epoll instance: {@code epoll_create1(2)}.
   *
   * @param flags 0 or {@link Epoll#EPOLL_CLOEXEC}
   * @return the descriptor
   */
  public static int epollCreate1(MemorySegment errno, int flags) {
    try {
      int result = (int) LinuxHandles.EPOLL_CREATE1.invokeExact(errno, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Adds, changes or removes a registration: {@code epoll_ctl(2)}.
   *
   * @param op {@link Epoll#EPOLL_CTL_ADD}, {@link Epoll#EPOLL_CTL_MOD} or {@link
   *     Epoll#EPOLL_CTL_DEL}
   * @param event an {@link EpollEvent}; {@code NULL} will do for a removal
   */
  public static int epollCtl(MemorySegment errno, int epfd, int op, int fd, MemorySegment event) {
    try {
      int result = (int) LinuxHandles.EPOLL_CTL.invokeExact(errno, epfd, op, fd, event);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Waits for events: {@code epoll_wait(2)}.
   *
   * @param events room for {@code maxEvents} of {@link EpollEvent}
   * @param timeoutMillis the longest wait in milliseconds; 0 polls, negative waits without end
   * @return how many events there are, 0 when the time is up
   */
  public static int epollWait(
      MemorySegment errno, int epfd, MemorySegment events, int maxEvents, int timeoutMillis) {
    try {
      int result =
          (int) LinuxHandles.EPOLL_WAIT.invokeExact(errno, epfd, events, maxEvents, timeoutMillis);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Whether the C library has {@code epoll_pwait2}; the kernel may still answer ENOSYS. */
  public static boolean hasEpollPwait2() {
    return LinuxHandles.EPOLL_PWAIT2 != null;
  }

  /**
   * Waits for events to the nanosecond, signal mask unchanged: {@code epoll_pwait2(2)}.
   *
   * @param events room for {@code maxEvents} of {@link EpollEvent}
   * @param timeout the longest wait as a {@link TimeSpec}; {@code NULL} waits without end
   * @return how many events there are, 0 when the time is up; ENOSYS on a kernel before 5.11, under
   *     a filter that does not know the call, and on a C library without it
   */
  public static int epollPwait2(
      MemorySegment errno, int epfd, MemorySegment events, int maxEvents, MemorySegment timeout) {
    MethodHandle handle = LinuxHandles.EPOLL_PWAIT2;
    if (handle == null) {
      return -Errno.ENOSYS;
    }
    try {
      int result =
          (int) handle.invokeExact(errno, epfd, events, maxEvents, timeout, MemorySegment.NULL);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Opens a counter that wakes its readers: {@code eventfd(2)}.
   *
   * @param flags of {@link EventFd}
   * @return the descriptor
   */
  public static int eventfd(MemorySegment errno, int initialValue, int flags) {
    try {
      int result = (int) LinuxHandles.EVENTFD.invokeExact(errno, initialValue, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Opens a socket: {@code socket(2)}.
   *
   * @return the descriptor
   */
  public static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      int result = (int) LinuxHandles.SOCKET.invokeExact(errno, domain, type, protocol);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Gives a socket its local address, a {@link SockAddr}: {@code bind(2)}. */
  public static int bind(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      int result = (int) LinuxHandles.BIND.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Makes a socket accept connections: {@code listen(2)}.
   *
   * @param backlog how many connections may wait; the kernel cuts it to its own limit
   */
  public static int listen(MemorySegment errno, int fd, int backlog) {
    try {
      int result = (int) LinuxHandles.LISTEN.invokeExact(errno, fd, backlog);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Takes the next connection of a listening socket: {@code accept4(2)}.
   *
   * @param address receives the peer's {@link SockAddr}; {@code NULL} together with the next when
   *     unwanted
   * @param addressLength an int: in the room at {@code address} in bytes, out what the address
   *     takes
   * @param flags {@link Sockets#SOCK_NONBLOCK}, {@link Sockets#SOCK_CLOEXEC}
   * @return the connection's descriptor
   */
  public static int accept4(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength, int flags) {
    try {
      int result = (int) LinuxHandles.ACCEPT4.invokeExact(errno, fd, address, addressLength, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Connects to a {@link SockAddr}: {@code connect(2)}. A non-blocking socket gives EINPROGRESS.
   */
  public static int connect(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      int result = (int) LinuxHandles.CONNECT.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Closes one direction or both: {@code shutdown(2)}.
   *
   * @param how {@link Sockets#SHUT_RD}, {@link Sockets#SHUT_WR} or {@link Sockets#SHUT_RDWR}
   */
  public static int shutdown(MemorySegment errno, int fd, int how) {
    try {
      int result = (int) LinuxHandles.SHUTDOWN.invokeExact(errno, fd, how);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Reads the local address, with arguments like those of accept4: {@code getsockname(2)}. */
  public static int getsockname(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      int result = (int) LinuxHandles.GETSOCKNAME.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Reads the peer's address, with arguments like those of accept4: {@code getpeername(2)}. */
  public static int getpeername(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      int result = (int) LinuxHandles.GETPEERNAME.invokeExact(errno, fd, address, addressLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
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
          (int) LinuxHandles.GETSOCKOPT.invokeExact(errno, fd, level, name, value, valueLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
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
          (int) LinuxHandles.SETSOCKOPT.invokeExact(errno, fd, level, name, value, valueLength);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Reads up to {@code length} bytes: {@code read(2)}.
   *
   * @return how many bytes came, 0 at the end of the stream
   */
  public static long read(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      long result = (long) LinuxHandles.READ.invokeExact(errno, fd, buffer, length);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Writes up to {@code length} bytes: {@code write(2)}.
   *
   * @return how many bytes went
   */
  public static long write(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      long result = (long) LinuxHandles.WRITE.invokeExact(errno, fd, buffer, length);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Reads into {@code count} of {@link IoVec} one after another: {@code readv(2)}.
   *
   * @return how many bytes came, 0 at the end of the stream
   */
  public static long readv(MemorySegment errno, int fd, MemorySegment vectors, int count) {
    try {
      long result = (long) LinuxHandles.READV.invokeExact(errno, fd, vectors, count);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Writes from {@code count} of {@link IoVec} one after another: {@code writev(2)}.
   *
   * @return how many bytes went
   */
  public static long writev(MemorySegment errno, int fd, MemorySegment vectors, int count) {
    try {
      long result = (long) LinuxHandles.WRITEV.invokeExact(errno, fd, vectors, count);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Receives up to {@code length} bytes: {@code recv(2)}.
   *
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes came, 0 when the peer has closed its direction
   */
  public static long recv(
      MemorySegment errno, int fd, MemorySegment buffer, long length, int flags) {
    try {
      long result = (long) LinuxHandles.RECV.invokeExact(errno, fd, buffer, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * As the other, into memory given by its address. The caller keeps that memory alive.
   *
   * @param address a native address, of {@code length} bytes at least
   */
  public static long recv(MemorySegment errno, int fd, long address, long length, int flags) {
    try {
      long result = (long) LinuxHandles.RECV_AT.invokeExact(errno, fd, address, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * As the other, from memory given by its address. The caller keeps that memory alive.
   *
   * @param address a native address, of {@code length} bytes at least
   */
  public static long send(MemorySegment errno, int fd, long address, long length, int flags) {
    try {
      long result = (long) LinuxHandles.SEND_AT.invokeExact(errno, fd, address, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Sends up to {@code length} bytes: {@code send(2)}.
   *
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes went
   */
  public static long send(
      MemorySegment errno, int fd, MemorySegment buffer, long length, int flags) {
    try {
      long result = (long) LinuxHandles.SEND.invokeExact(errno, fd, buffer, length, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
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
      long result = (long) LinuxHandles.SENDMSG.invokeExact(errno, fd, message, flags);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Closes a descriptor: {@code close(2)}. It is gone even if the answer is an error, EINTR
   * included.
   */
  public static int close(MemorySegment errno, int fd) {
    try {
      int result = (int) LinuxHandles.CLOSE.invokeExact(errno, fd);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
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
      int result = (int) LinuxHandles.FCNTL.invokeExact(errno, fd, command, argument);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Makes a request that belongs to a descriptor's kind, with memory to read or to fill: {@code
   * ioctl(2)}.
   *
   * @param request of {@link EpollParams}
   * @param argument what the request says
   * @return 0 or more; ENOTTY where the descriptor does not know the request
   */
  public static int ioctl(MemorySegment errno, int fd, long request, MemorySegment argument) {
    try {
      int result = (int) LinuxHandles.IOCTL.invokeExact(errno, fd, request, argument);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Reads a limit of the process into an {@link Rlimit}: {@code getrlimit(2)}. */
  public static int getrlimit(MemorySegment errno, int resource, MemorySegment limit) {
    try {
      int result = (int) LinuxHandles.GETRLIMIT.invokeExact(errno, resource, limit);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /** Sets a limit of the process from an {@link Rlimit}: {@code setrlimit(2)}. */
  public static int setrlimit(MemorySegment errno, int resource, MemorySegment limit) {
    try {
      int result = (int) LinuxHandles.SETRLIMIT.invokeExact(errno, resource, limit);
      return result >= 0 ? result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  /**
   * Has every thread of the process pass a memory barrier, or prepares that: {@code membarrier(2)}.
   * The C library has no function for it, so it goes through {@code syscall(2)}.
   *
   * @param command of {@link Membarrier}
   * @param flags 0 for each of those
   * @return 0, or the commands that a query is for; ENOSYS on a kernel without the call, EINVAL for
   *     a command that it does not have (the private expedited ones came with Linux 4.14) and for
   *     wrong flags, EPERM for an expedited barrier of a process that has not registered, and from
   *     filters that forbid the call
   */
  public static int membarrier(MemorySegment errno, int command, int flags) {
    try {
      long result =
          (long) LinuxHandles.SYSCALL.invokeExact(errno, Membarrier.NUMBER, command, flags);
      return result >= 0 ? (int) result : -errno(errno);
    } catch (Throwable failure) {
      throw LinuxHandles.unexpected(failure);
    }
  }

  private static int errno(MemorySegment errno) {
    return errno.get(JAVA_INT, LinuxHandles.ERRNO_OFFSET);
  }
}
