package dev.ioserver.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket calls of a system, each of which puts in that system's numbers. As in the bindings, a
 * result of 0 or more is a success, and less is {@code -errno}; nothing is retried.
 *
 * <p>The first parameter of each call is a segment of {@link #newErrnoSegment}, one per thread.
 *
 * <p>Thread-safety: any thread; no state.
 */
public abstract class PosixCalls {

  /** For subclasses. */
  protected PosixCalls() {}

  /** A segment that receives errno. */
  public abstract MemorySegment newErrnoSegment(Arena arena);

  /**
   * Opens a TCP socket: {@code socket(2)}, non-blocking and closed by exec where the call can say
   * so.
   *
   * @param inet6 whether for IPv6, else for IPv4
   */
  public abstract int socket(MemorySegment errno, boolean inet6);

  /** {@code bind(2)}. */
  public abstract int bind(MemorySegment errno, int fd, MemorySegment address, int bytes);

  /** {@code listen(2)}. */
  public abstract int listen(MemorySegment errno, int fd, int backlog);

  /**
   * Accepts, non-blocking and closed by exec where the call can say so: {@link #acceptName}. The
   * peer's address comes along.
   */
  public abstract int accept(
      MemorySegment errno, int listener, MemorySegment address, MemorySegment length);

  /** The call that {@link #accept} makes: "accept4" or "accept". */
  public abstract String acceptName();

  /** {@code connect(2)}. */
  public abstract int connect(MemorySegment errno, int fd, MemorySegment address, int bytes);

  /** {@code shutdown(2)} with SHUT_WR. */
  public abstract int shutdownOutput(MemorySegment errno, int fd);

  /** {@code getsockname(2)}. */
  public abstract int getsockname(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment length);

  /** {@code getpeername(2)}. */
  public abstract int getpeername(
      MemorySegment errno, int fd, MemorySegment address, MemorySegment length);

  /** Whether this system has an option. */
  public abstract boolean has(SocketOption option);

  /** {@code getsockopt(2)}. */
  public abstract int getsockopt(
      MemorySegment errno, int fd, SocketOption option, MemorySegment value, MemorySegment length);

  /** {@code setsockopt(2)}, with all of the value. */
  public abstract int setsockopt(
      MemorySegment errno, int fd, SocketOption option, MemorySegment value);

  /**
   * Whether it is the socket, by SO_NOSIGPIPE, and not each write, by MSG_NOSIGNAL, that is told to
   * raise no signal.
   */
  public abstract boolean hasNoSignalOption();

  /**
   * {@code recv(2)} into memory given by its address, which the caller keeps alive: there is no
   * slice to be made for each call.
   */
  public abstract long recv(MemorySegment errno, int fd, long address, long length);

  /** {@code send(2)} from memory given by its address, as {@link #recv}; raises no signal. */
  public abstract long send(MemorySegment errno, int fd, long address, long length);

  /** {@code sendmsg(2)}; raises no signal. */
  public abstract long sendmsg(MemorySegment errno, int fd, MemorySegment message);

  /** {@code close(2)}. */
  public abstract int close(MemorySegment errno, int fd);
}
