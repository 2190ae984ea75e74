package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdCalls;
import dev.ioserver.bindings.bsd.BsdTarget;
import dev.ioserver.bindings.bsd.Errno;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.spi.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of macOS, FreeBSD, and of Linux under libkqueue: {@code socket(2)}, {@code
 * tcp(4)}.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class BsdSockets implements Sockets {

  /** Whether a socket can be opened and accepted with its flags: everywhere but on macOS. */
  static final boolean HAS_FLAGS =
      BsdCalls.hasAccept4()
          && dev.ioserver.bindings.bsd.Sockets.SOCK_NONBLOCK != BsdTarget.ABSENT
          && dev.ioserver.bindings.bsd.Sockets.SOCK_CLOEXEC != BsdTarget.ABSENT;

  private static final int STREAM = dev.ioserver.bindings.bsd.Sockets.SOCK_STREAM;
  private static final int WRITE_SIDE = dev.ioserver.bindings.bsd.Sockets.SHUT_WR;

  /** Where a call cannot say that it wants no signal, {@link SocketOptions} says it once. */
  static final int NO_SIGNAL =
      dev.ioserver.bindings.bsd.Sockets.MSG_NOSIGNAL == BsdTarget.ABSENT
          ? 0
          : dev.ioserver.bindings.bsd.Sockets.MSG_NOSIGNAL;

  private final KqueuePoller poller;

  /** SOCK_NONBLOCK and SOCK_CLOEXEC, or 0 where flags are set afterwards. */
  private final int flags;

  private final MemorySegment errno;
  private final SocketAddresses addresses;
  private final SocketOptions options;
  private final GatheringWrite gathering;

  private String lastCall = "";

  BsdSockets(KqueuePoller poller) {
    this(poller, HAS_FLAGS);
  }

  /**
   * As the other.
   *
   * @param atOnce whether flags are set by the call that opens a descriptor
   */
  BsdSockets(KqueuePoller poller, boolean atOnce) {
    this.poller = poller;
    flags =
        atOnce
            ? dev.ioserver.bindings.bsd.Sockets.SOCK_NONBLOCK
                | dev.ioserver.bindings.bsd.Sockets.SOCK_CLOEXEC
            : 0;
    Arena arena = Arena.ofAuto();
    errno = BsdCalls.newErrnoSegment(arena);
    addresses = new SocketAddresses(arena, errno);
    options = new SocketOptions(arena, errno);
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
      result = noted("listen", BsdCalls.listen(errno, fd, wanted.backlog()));
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
   * as the end of a socket that has not begun to connect. Only a connection has a peer.
   */
  @Override
  public int finishConnect(long descriptor) {
    int result = options.takeError((int) descriptor);
    if (result == 0) {
      result = -poller.takeError(descriptor);
    }
    if (result == 0) {
      result = addresses.peer((int) descriptor);
    }
    return result == -Errno.ENOTCONN ? ErrorCodes.IN_PROGRESS : noted("connect", result);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The options cost no call here. An accepted socket inherits TCP_NODELAY, SO_KEEPALIVE,
   * SO_LINGER, SO_NOSIGPIPE and the buffer sizes from its listener, and {@link #listen} has set
   * them there. Whether the flags of the descriptor are inherited depends on the system: they are
   * set.
   */
  @Override
  public long accept(long listener, PortOptions inherited) {
    while (true) {
      int result = acceptNext((int) listener);
      if (result >= 0) {
        return result;
      }
      if (result == -Errno.EAGAIN) {
        return ErrorCodes.WOULD_BLOCK;
      }
      if (result != -Errno.EINTR && !diedInBacklog(result)) {
        return noted(flags == 0 ? "accept" : "accept4", result);
      }
    }
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    MemorySegment buffer = chunk.segment().asSlice(offset, length);
    long result;
    do {
      result = BsdCalls.recv(errno, (int) descriptor, buffer, length, 0);
    } while (result == -Errno.EINTR);
    if (result == 0) {
      result = -poller.takeError(descriptor);
    }
    return (int) transferred("recv", result);
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    int length = chunk.readable();
    MemorySegment buffer = chunk.segment().asSlice(chunk.readIndex(), length);
    long result;
    do {
      result = BsdCalls.send(errno, (int) descriptor, buffer, length, NO_SIGNAL);
    } while (result == -Errno.EINTR);
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
    int result = BsdCalls.shutdown(errno, (int) descriptor, WRITE_SIDE);
    // The peer has reset the connection: it will get no more from us, which is what was asked for.
    return result == -Errno.ENOTCONN ? 0 : noted("shutdown", result);
  }

  @Override
  public int resetOnClose(long descriptor) {
    return setsockopt(options.reset((int) descriptor));
  }

  @Override
  public int close(long descriptor) {
    int result = BsdCalls.close(errno, (int) descriptor);
    poller.closed(descriptor);
    // The number is free again even so; a second close could hit a descriptor that is new by then.
    // ECONNRESET: FreeBSD says so that the peer did not want what was still to be sent.
    return result == -Errno.EINTR || result == -Errno.ECONNRESET ? 0 : noted("close", result);
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
    return withFlags(noted("socket", BsdCalls.socket(errno, family, STREAM | flags, 0)));
  }

  private int acceptNext(int listener) {
    if (flags != 0) {
      return BsdCalls.accept4(errno, listener, MemorySegment.NULL, MemorySegment.NULL, flags);
    }
    return withFlags(BsdCalls.accept(errno, listener, MemorySegment.NULL, MemorySegment.NULL));
  }

  /** Sets the flags of a descriptor that was opened without; closes it if that fails. */
  private int withFlags(int fd) {
    if (fd < 0 || flags != 0) {
      return fd;
    }
    return openedOrClosed(fd, noted("fcntl", Descriptors.nonBlockingAndClosedByExec(errno, fd)));
  }

  /** Hands a descriptor on if all went well; else closes it and hands on why. */
  private int openedOrClosed(int fd, int result) {
    if (result >= 0) {
      return fd;
    }
    BsdCalls.close(errno, fd);
    return result;
  }

  /**
   * Whether an accept failed for a connection that died while it waited, and not for the listener.
   * BSD says ECONNABORTED; the others are those that {@code accept(2)} of Linux tells programs to
   * pass over. Each takes its connection out of the backlog.
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
