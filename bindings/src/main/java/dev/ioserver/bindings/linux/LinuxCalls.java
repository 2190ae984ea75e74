package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.abi.CCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.Rlimit;
import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The system calls of Linux, one method each, under their own names. What it shares with other
 * systems is in {@link dev.ioserver.bindings.posix.PosixCalls}, whose rules on results, errno,
 * threads, exceptions and linking hold here too.
 *
 * <p>Use this class only if {@link LinuxBindings#unavailabilityCause()} is null.
 */
public final class LinuxCalls {
  private LinuxCalls() {}

  /**
   * Opens an epoll instance: {@code epoll_create1(2)}.
   *
   * @param flags 0 or {@link Epoll#EPOLL_CLOEXEC}
   * @return the descriptor
   */
  public static int epollCreate1(MemorySegment errno, int flags) {
    return CCalls.result(
        errno, (int) CCalls.call(LinuxHandles.EpollCreate1.CALL, errno, flags, 0, 0, 0, 0, 0));
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.EpollCtl.CALL, errno, epfd, op, fd, CCalls.address(event), 0, 0));
    } finally {
      Reference.reachabilityFence(event);
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.EpollWait.CALL,
                  errno,
                  epfd,
                  CCalls.address(events),
                  maxEvents,
                  timeoutMillis,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(events);
    }
  }

  /** Whether the C library has {@code epoll_pwait2}; the kernel may still answer ENOSYS. */
  public static boolean hasEpollPwait2() {
    return LinuxHandles.EpollPwait2.CALL != null;
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
    MethodHandle handle = LinuxHandles.EpollPwait2.CALL;
    if (handle == null) {
      return -Errno.ENOSYS;
    }
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  handle,
                  errno,
                  epfd,
                  CCalls.address(events),
                  maxEvents,
                  CCalls.address(timeout),
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(events);
      Reference.reachabilityFence(timeout);
    }
  }

  /**
   * Opens a counter that wakes its readers: {@code eventfd(2)}.
   *
   * @param flags of {@link EventFd}
   * @return the descriptor
   */
  public static int eventfd(MemorySegment errno, int initialValue, int flags) {
    return CCalls.result(
        errno,
        (int) CCalls.call(LinuxHandles.Eventfd.CALL, errno, initialValue, flags, 0, 0, 0, 0));
  }

  /**
   * Reads into {@code count} of {@link IoVec} one after another: {@code readv(2)}.
   *
   * @return how many bytes came, 0 at the end of the stream
   */
  public static long readv(MemorySegment errno, int fd, MemorySegment vectors, int count) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(LinuxHandles.Readv.CALL, errno, fd, CCalls.address(vectors), count, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(vectors);
    }
  }

  /**
   * Writes from {@code count} of {@link IoVec} one after another: {@code writev(2)}.
   *
   * @return how many bytes went
   */
  public static long writev(MemorySegment errno, int fd, MemorySegment vectors, int count) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(
              LinuxHandles.Writev.CALL, errno, fd, CCalls.address(vectors), count, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(vectors);
    }
  }

  /**
   * Receives several messages: {@code recvmmsg(2)}, without a time-out.
   *
   * @param messages an array of {@link MMsgHdr}, each of which has room
   * @param count how many of them, 1 or more
   * @param flags {@code MSG_} of {@link dev.ioserver.bindings.posix.Sockets} and {@link
   *     dev.ioserver.bindings.posix.Datagrams}
   * @return how many came, 1 or more
   */
  public static int recvmmsg(
      MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.Recvmmsg.CALL,
                  errno,
                  fd,
                  CCalls.address(messages),
                  count,
                  flags,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(messages);
    }
  }

  /**
   * Sends several messages in their order: {@code sendmmsg(2)}.
   *
   * @param messages an array of {@link MMsgHdr}
   * @param count how many of them, 1 or more
   * @param flags {@code MSG_} of {@link dev.ioserver.bindings.posix.Sockets}
   * @return how many went, 1 or more; the error of the first that fails if none went before it
   */
  public static int sendmmsg(
      MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.Sendmmsg.CALL,
                  errno,
                  fd,
                  CCalls.address(messages),
                  count,
                  flags,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(messages);
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.Ioctl.CALL, errno, fd, request, CCalls.address(argument), 0, 0, 0));
    } finally {
      Reference.reachabilityFence(argument);
    }
  }

  /** Sets a limit of the process from an {@link Rlimit}: {@code setrlimit(2)}. */
  public static int setrlimit(MemorySegment errno, int resource, MemorySegment limit) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  LinuxHandles.Setrlimit.CALL, errno, resource, CCalls.address(limit), 0, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(limit);
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
    return (int)
        CCalls.result(
            errno,
            CCalls.call(
                LinuxHandles.Syscall.CALL, errno, Membarrier.NUMBER, command, flags, 0, 0, 0));
  }
}
