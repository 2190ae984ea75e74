package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.CCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The system calls that POSIX makes the same everywhere, one method each, under their own names.
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
 * <p><b>Exceptions.</b> None for what the kernel refuses. A heap segment throws {@link
 * IllegalArgumentException}, and one of a closed arena {@link IllegalStateException}. Nobody looks
 * whether the calling thread may touch a segment, except for that of errno, and an arena must not
 * be closed by another thread during a call.
 *
 * <p><b>Linking.</b> A function is linked when it is first called, which takes milliseconds. Use
 * this class only where {@code LinuxBindings} or {@code BsdBindings} has nothing against it: they
 * look whether every function is there.
 */
public final class PosixCalls {
  private PosixCalls() {}

  /** A zeroed segment that receives errno; lives as long as {@code arena}. */
  public static MemorySegment newErrnoSegment(Arena arena) {
    return CCalls.newErrnoSegment(arena);
  }

  /**
   * Opens a socket: {@code socket(2)}.
   *
   * @return the descriptor
   */
  public static int socket(MemorySegment errno, int domain, int type, int protocol) {
    return CCalls.result(
        errno, (int) CCalls.call(PosixHandles.Socket.CALL, errno, domain, type, protocol, 0, 0, 0));
  }

  /** Gives a socket its local address, a {@link SockAddr}: {@code bind(2)}. */
  public static int bind(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Bind.CALL,
                  errno,
                  fd,
                  CCalls.address(address),
                  addressLength,
                  0,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  /**
   * Makes a socket accept connections: {@code listen(2)}.
   *
   * @param backlog how many connections may wait; the kernel cuts it to its own limit
   */
  public static int listen(MemorySegment errno, int fd, int backlog) {
    return CCalls.result(
        errno, (int) CCalls.call(PosixHandles.Listen.CALL, errno, fd, backlog, 0, 0, 0, 0));
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Accept.CALL,
                  errno,
                  fd,
                  CCalls.address(address),
                  CCalls.address(addressLength),
                  0,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(addressLength);
    }
  }

  /**
   * As {@link #accept}, with flags for the new socket: {@code accept4(2)}.
   *
   * @param flags {@link Sockets#SOCK_NONBLOCK}, {@link Sockets#SOCK_CLOEXEC}
   * @return the connection's descriptor; ENOSYS on macOS, which has no such function
   */
  public static int accept4(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength, int flags) {
    MethodHandle handle = PosixHandles.Accept4.CALL;
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
                  fd,
                  CCalls.address(address),
                  CCalls.address(addressLength),
                  flags,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(addressLength);
    }
  }

  /**
   * Connects to a {@link SockAddr}: {@code connect(2)}. A non-blocking socket gives EINPROGRESS.
   */
  public static int connect(MemorySegment errno, int fd, MemorySegment address, int addressLength) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Connect.CALL,
                  errno,
                  fd,
                  CCalls.address(address),
                  addressLength,
                  0,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  /**
   * Closes one direction or both: {@code shutdown(2)}.
   *
   * @param how {@link Sockets#SHUT_WR} or its like
   */
  public static int shutdown(MemorySegment errno, int fd, int how) {
    return CCalls.result(
        errno, (int) CCalls.call(PosixHandles.Shutdown.CALL, errno, fd, how, 0, 0, 0, 0));
  }

  /** Reads the local address, with arguments like those of accept: {@code getsockname(2)}. */
  public static int getsockname(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Getsockname.CALL,
                  errno,
                  fd,
                  CCalls.address(address),
                  CCalls.address(addressLength),
                  0,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(addressLength);
    }
  }

  /** Reads the peer's address, with arguments like those of accept: {@code getpeername(2)}. */
  public static int getpeername(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment addressLength) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Getpeername.CALL,
                  errno,
                  fd,
                  CCalls.address(address),
                  CCalls.address(addressLength),
                  0,
                  0,
                  0));
    } finally {
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(addressLength);
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Getsockopt.CALL,
                  errno,
                  fd,
                  level,
                  name,
                  CCalls.address(value),
                  CCalls.address(valueLength),
                  0));
    } finally {
      Reference.reachabilityFence(value);
      Reference.reachabilityFence(valueLength);
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
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Setsockopt.CALL,
                  errno,
                  fd,
                  level,
                  name,
                  CCalls.address(value),
                  valueLength,
                  0));
    } finally {
      Reference.reachabilityFence(value);
    }
  }

  /**
   * Reads up to {@code length} bytes: {@code read(2)}.
   *
   * @return how many bytes came, 0 at the end of the stream
   */
  public static long read(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(PosixHandles.Read.CALL, errno, fd, CCalls.address(buffer), length, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /**
   * Writes up to {@code length} bytes: {@code write(2)}.
   *
   * @return how many bytes went
   */
  public static long write(MemorySegment errno, int fd, MemorySegment buffer, long length) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(PosixHandles.Write.CALL, errno, fd, CCalls.address(buffer), length, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(buffer);
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
      return CCalls.result(
          errno,
          CCalls.call(
              PosixHandles.Recv.CALL, errno, fd, CCalls.address(buffer), length, flags, 0, 0));
    } finally {
      Reference.reachabilityFence(buffer);
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
    return CCalls.result(
        errno, CCalls.call(PosixHandles.RecvAt.CALL, errno, fd, address, length, flags, 0, 0));
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
      return CCalls.result(
          errno,
          CCalls.call(
              PosixHandles.Send.CALL, errno, fd, CCalls.address(buffer), length, flags, 0, 0));
    } finally {
      Reference.reachabilityFence(buffer);
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
    return CCalls.result(
        errno, CCalls.call(PosixHandles.SendAt.CALL, errno, fd, address, length, flags, 0, 0));
  }

  /**
   * Sends a {@link MsgHdr}: {@code sendmsg(2)}. Unlike writev it takes flags.
   *
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes went
   */
  public static long sendmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(
              PosixHandles.Sendmsg.CALL, errno, fd, CCalls.address(message), flags, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(message);
    }
  }

  /**
   * Receives into a {@link MsgHdr}: {@code recvmsg(2)}.
   *
   * @param flags {@code MSG_} of {@link Sockets}
   * @return how many bytes came
   */
  public static long recvmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
    try {
      return CCalls.result(
          errno,
          CCalls.call(
              PosixHandles.Recvmsg.CALL, errno, fd, CCalls.address(message), flags, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(message);
    }
  }

  /**
   * Closes a descriptor: {@code close(2)}. It is gone even if the answer is an error, EINTR
   * included.
   */
  public static int close(MemorySegment errno, int fd) {
    return CCalls.result(
        errno, (int) CCalls.call(PosixHandles.Close.CALL, errno, fd, 0, 0, 0, 0, 0));
  }

  /**
   * Reads or changes a descriptor's flags: {@code fcntl(2)}.
   *
   * @param command of {@link Fcntl}
   * @param argument the new flags, 0 for a command that takes none
   */
  public static int fcntl(MemorySegment errno, int fd, int command, int argument) {
    return CCalls.result(
        errno, (int) CCalls.call(PosixHandles.Fcntl.CALL, errno, fd, command, argument, 0, 0, 0));
  }

  /** Reads a limit of the process into an {@link Rlimit}: {@code getrlimit(2)}. */
  public static int getrlimit(MemorySegment errno, int resource, MemorySegment limit) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(
                  PosixHandles.Getrlimit.CALL, errno, resource, CCalls.address(limit), 0, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(limit);
    }
  }
}
