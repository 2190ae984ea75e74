package dev.ioserver.linux;

import dev.ioserver.bindings.linux.Errno;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.spi.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of Linux: {@code socket(7)}, {@code tcp(7)}.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class LinuxSockets implements Sockets {

  private static final int NONBLOCK_CLOEXEC =
      dev.ioserver.bindings.linux.Sockets.SOCK_NONBLOCK
          | dev.ioserver.bindings.linux.Sockets.SOCK_CLOEXEC;

  private static final int STREAM = dev.ioserver.bindings.linux.Sockets.SOCK_STREAM;
  private static final int NO_SIGNAL = dev.ioserver.bindings.linux.Sockets.MSG_NOSIGNAL;
  private static final int WRITE_SIDE = dev.ioserver.bindings.linux.Sockets.SHUT_WR;

  private final MemorySegment errno;
  private final SocketAddresses addresses;
  private final SocketOptions options;
  private final GatheringWrite gathering;

  private String lastCall = "";

  /**
   * @param busyPollMicros SO_BUSY_POLL of each socket in microseconds; 0 leaves it as it is
   */
  LinuxSockets(int busyPollMicros) {
    Arena arena = Arena.ofAuto();
    errno = LinuxCalls.newErrnoSegment(arena);
    addresses = new SocketAddresses(arena, errno);
    options = new SocketOptions(arena, errno, busyPollMicros);
    gathering = new GatheringWrite(arena, errno);
  }

  @Override
  public long listen(InetSocketAddress address, ListenOptions wanted) {
    int fd = socket(address);
    if (fd < 0) {
      return fd;
    }
    boolean inet6 = SocketAddresses.isInet6(address);
    int result = setsockopt(options.listener(fd, inet6, wanted));
    if (result >= 0) {
      result = noted("bind", addresses.bind(fd, address));
    }
    if (result >= 0) {
      result = noted("listen", LinuxCalls.listen(errno, fd, wanted.backlog()));
    }
    return openedOrClosed(fd, result);
  }

  @Override
  public long open(InetSocketAddress remote, PortOptions wanted) {
    int fd = socket(remote);
    return fd < 0 ? fd : openedOrClosed(fd, setsockopt(options.port(fd, wanted)));
  }

  @Override
  public int connect(long descriptor, InetSocketAddress remote) {
    int result = addresses.connect((int) descriptor, remote);
    // EINTR leaves a connect under way, and to repeat the call would fail: it is not retried.
    if (result == -Errno.EINPROGRESS || result == -Errno.EINTR) {
      return ErrorCodes.IN_PROGRESS;
    }
    return noted("connect", result);
  }

  /**
   * {@inheritDoc}
   *
   * <p>No pending error is not yet a connection: an event may have been about something else, such
   * as the EPOLLHUP of a socket that has not begun to connect. Only a connection has a peer.
   */
  @Override
  public int finishConnect(long descriptor) {
    int result = options.takeError((int) descriptor);
    if (result == 0) {
      result = addresses.peer((int) descriptor);
    }
    return result == -Errno.ENOTCONN ? ErrorCodes.IN_PROGRESS : noted("connect", result);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The options cost no call here. On Linux an accepted socket is a copy of its listener: it
   * inherits TCP_NODELAY, SO_KEEPALIVE, SO_LINGER, SO_BUSY_POLL and the buffer sizes, and {@link
   * #listen} has set them there. The flags of the descriptor are not inherited, hence accept4.
   */
  @Override
  public long accept(long listener, PortOptions inherited) {
    while (true) {
      int result =
          LinuxCalls.accept4(
              errno, (int) listener, MemorySegment.NULL, MemorySegment.NULL, NONBLOCK_CLOEXEC);
      if (result >= 0) {
        return result;
      }
      if (result == -Errno.EAGAIN) {
        return ErrorCodes.WOULD_BLOCK;
      }
      if (result != -Errno.EINTR && !diedInBacklog(result)) {
        return noted("accept4", result);
      }
    }
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    long address = chunk.address() + offset;
    long result;
    try {
      do {
        result = LinuxCalls.recv(errno, (int) descriptor, address, length, 0);
      } while (result == -Errno.EINTR);
    } finally {
      Reference.reachabilityFence(chunk);
    }
    return (int) transferred("recv", result);
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    int length = chunk.readable();
    long address = chunk.address() + chunk.readIndex();
    long result;
    try {
      do {
        result = LinuxCalls.send(errno, (int) descriptor, address, length, NO_SIGNAL);
      } while (result == -Errno.EINTR);
    } finally {
      Reference.reachabilityFence(chunk);
    }
    return (int) transferred("send", result);
  }

  @Override
  public long send(long descriptor, Chunk[] chunks, int count) {
    long result;
    do {
      result = gathering.send((int) descriptor, chunks, count);
    } while (result == -Errno.EINTR);
    return transferred("sendmsg", result);
  }

  @Override
  public int maxGather() {
    return GatheringWrite.MOST;
  }

  @Override
  public int shutdownOutput(long descriptor) {
    int result = LinuxCalls.shutdown(errno, (int) descriptor, WRITE_SIDE);
    // The peer has reset the connection: it will get no more from us, which is what was asked for.
    return result == -Errno.ENOTCONN ? 0 : noted("shutdown", result);
  }

  @Override
  public int resetOnClose(long descriptor) {
    return setsockopt(options.reset((int) descriptor));
  }

  @Override
  public int close(long descriptor) {
    int result = LinuxCalls.close(errno, (int) descriptor);
    // The number is free again even so; a second close could hit a descriptor that is new by then.
    return result == -Errno.EINTR ? 0 : noted("close", result);
  }

  @Override
  public @Nullable InetSocketAddress localAddress(long descriptor) {
    return addresses.local((int) descriptor);
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress(long descriptor) {
    return addresses.remote((int) descriptor);
  }

  @Override
  public String lastCall() {
    return lastCall;
  }

  @Override
  public void close() {
    // The collector frees the memory with this object: see the package on Arena.ofAuto.
  }

  private int socket(InetSocketAddress address) {
    int family = SocketAddresses.family(address);
    return noted("socket", LinuxCalls.socket(errno, family, STREAM | NONBLOCK_CLOEXEC, 0));
  }

  /** Hands a descriptor on if all went well; else closes it and hands on why. */
  private int openedOrClosed(int fd, int result) {
    if (result >= 0) {
      return fd;
    }
    LinuxCalls.close(errno, fd);
    return result;
  }

  /**
   * Whether an accept failed for a connection that died while it waited, and not for the listener:
   * the errors that {@code accept(2)} tells programs to pass over, each of which takes its
   * connection out of the backlog.
   *
   * <p>Two that the page names as well are left out, as they may also be about the listener and
   * then come back for ever: EOPNOTSUPP (it is no stream socket) and EPERM (a security module
   * forbids it).
   */
  private static boolean diedInBacklog(int result) {
    return result == -Errno.ECONNABORTED
        || result == -Errno.EPROTO
        || result == -Errno.ENOPROTOOPT
        || result == -Errno.ENETDOWN
        || result == -Errno.ENETUNREACH
        || result == -Errno.EHOSTDOWN
        || result == -Errno.EHOSTUNREACH
        || result == -Errno.ENONET;
  }

  private long transferred(String call, long result) {
    if (result >= 0) {
      return result;
    }
    return result == -Errno.EAGAIN ? ErrorCodes.WOULD_BLOCK : noted(call, (int) result);
  }

  private int setsockopt(int result) {
    return noted(options.lastCall(), result);
  }

  /** Notes which call it was, if it failed. */
  private int noted(String call, int result) {
    if (result < 0) {
      lastCall = call;
    }
    return result;
  }
}
