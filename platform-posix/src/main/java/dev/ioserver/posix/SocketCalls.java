package dev.ioserver.posix;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket calls, told what every socket of the engine wants: non-blocking, closed by exec, and
 * no signal for a write to a peer that is gone. Which call can be told what differs between
 * systems. As in the bindings, a result of 0 or more is a success, and less is {@code -errno};
 * nothing is retried.
 *
 * <p>The first parameter of each call is a segment of {@link #newErrnoSegment}, one per thread.
 *
 * <p>Thread-safety: any thread; immutable.
 */
public final class SocketCalls {

  /** Whether a socket can be opened and accepted with its flags: everywhere but on macOS. */
  public static final boolean HAS_FLAGS =
      Sockets.SOCK_NONBLOCK != Sockets.ABSENT && Sockets.SOCK_CLOEXEC != Sockets.ABSENT;

  /** MSG_NOSIGNAL, or 0 where there is none. */
  public static final int NO_SIGNAL =
      Sockets.MSG_NOSIGNAL == Sockets.ABSENT ? 0 : Sockets.MSG_NOSIGNAL;

  /**
   * Whether it is the socket, by SO_NOSIGPIPE, and not each write, by MSG_NOSIGNAL, that is told to
   * raise no signal.
   */
  static final boolean HAS_NO_SIGNAL_OPTION =
      NO_SIGNAL == 0 && Sockets.SO_NOSIGPIPE != Sockets.ABSENT;

  /** SOCK_NONBLOCK and SOCK_CLOEXEC, or 0 where flags are set afterwards. */
  private final int flags;

  /**
   * Calls.
   *
   * @param atOnce whether flags are set by the call that opens a descriptor; only where {@link
   *     #HAS_FLAGS} holds
   */
  public SocketCalls(boolean atOnce) {
    flags = atOnce ? Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC : 0;
  }

  /** A segment that receives errno. */
  MemorySegment newErrnoSegment(Arena arena) {
    return PosixCalls.newErrnoSegment(arena);
  }

  /**
   * Opens a stream socket: {@code socket(2)}, non-blocking and closed by exec where the call can
   * say so.
   *
   * @param family AF_INET, AF_INET6 or AF_UNIX
   */
  public int socket(MemorySegment errno, int family) {
    return PosixCalls.socket(errno, family, Sockets.SOCK_STREAM | flags, 0);
  }

  /** As {@link #socket}, for datagrams. */
  int datagramSocket(MemorySegment errno, int family) {
    return PosixCalls.socket(errno, family, Sockets.SOCK_DGRAM | flags, 0);
  }

  /** {@code listen(2)}. */
  int listen(MemorySegment errno, int fd, int backlog) {
    return PosixCalls.listen(errno, fd, backlog);
  }

  /**
   * Accepts, non-blocking and closed by exec where the call can say so: {@link #acceptName}. The
   * peer's address comes along.
   */
  int accept(MemorySegment errno, int listener, MemorySegment address, MemorySegment length) {
    return flags == 0
        ? PosixCalls.accept(errno, listener, address, length)
        : PosixCalls.accept4(errno, listener, address, length, flags);
  }

  /** The call that {@link #accept} makes: "accept4" or "accept". */
  String acceptName() {
    return flags == 0 ? "accept" : "accept4";
  }

  /** {@code shutdown(2)} with SHUT_WR. */
  int shutdownOutput(MemorySegment errno, int fd) {
    return PosixCalls.shutdown(errno, fd, Sockets.SHUT_WR);
  }

  /** {@code shutdown(2)} with SHUT_RD. */
  int shutdownInput(MemorySegment errno, int fd) {
    return PosixCalls.shutdown(errno, fd, Sockets.SHUT_RD);
  }

  /**
   * {@code recv(2)} into memory given by its address, which the caller keeps alive: there is no
   * slice to be made for each call.
   */
  long recv(MemorySegment errno, int fd, long address, long length) {
    return PosixCalls.recv(errno, fd, address, length, 0);
  }

  /** As {@link #recv}, but what comes stays there: MSG_PEEK. */
  long peek(MemorySegment errno, int fd, long address, long length) {
    return PosixCalls.recv(errno, fd, address, length, Sockets.MSG_PEEK);
  }

  /** {@code send(2)} from memory given by its address, as {@link #recv}; raises no signal. */
  long send(MemorySegment errno, int fd, long address, long length) {
    return PosixCalls.send(errno, fd, address, length, NO_SIGNAL);
  }

  /** {@code sendmsg(2)}; raises no signal. */
  static long sendmsg(MemorySegment errno, int fd, MemorySegment message) {
    return PosixCalls.sendmsg(errno, fd, message, NO_SIGNAL);
  }

  /** {@code close(2)}. */
  int close(MemorySegment errno, int fd) {
    return PosixCalls.close(errno, fd);
  }
}
