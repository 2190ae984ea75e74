package dev.ioserver.posix;

import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of a loop, in the order and with the tolerance that POSIX systems share. A
 * system whose calls or events differ overrides the methods at the end.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
public class PosixSockets implements Sockets {

  private final PosixCalls calls;
  private final PosixErrorCodes codes;
  private final MemorySegment errno;
  private final SocketAddresses addresses;
  private final SocketOptions options;
  private final GatheringWrite gathering;

  private final int eagain;
  private final int econnreset;
  private final int einprogress;
  private final int eintr;
  private final int enotconn;

  private String lastCall = "";

  /** Allocates what the calls need. */
  public PosixSockets(PosixSystem system) {
    Arena arena = Arena.ofAuto();
    calls = system.calls();
    codes = system.codes();
    errno = calls.newErrnoSegment(arena);
    addresses = new SocketAddresses(system, arena, errno);
    options = new SocketOptions(system, arena, errno);
    gathering = new GatheringWrite(system, arena, errno);
    eagain = codes.number("EAGAIN");
    econnreset = codes.number("ECONNRESET");
    einprogress = codes.number("EINPROGRESS");
    eintr = codes.number("EINTR");
    enotconn = codes.number("ENOTCONN");
  }

  @Override
  public final long listen(InetSocketAddress address, ListenOptions wanted) {
    boolean inet6 = SocketAddresses.isInet6(address);
    int fd = socket(inet6);
    if (fd < 0) {
      return fd;
    }
    int result = setsockopt(options.listener(fd, inet6, wanted));
    if (result >= 0) {
      result = prepare(fd);
    }
    if (result >= 0) {
      result = noted("bind", addresses.bind(fd, address));
    }
    if (result >= 0) {
      result = noted("listen", calls.listen(errno, fd, wanted.backlog()));
    }
    return openedOrClosed(fd, result);
  }

  @Override
  public final long open(InetSocketAddress remote, PortOptions wanted) {
    int fd = socket(SocketAddresses.isInet6(remote));
    if (fd < 0) {
      return fd;
    }
    int result = setsockopt(options.port(fd, wanted));
    return openedOrClosed(fd, result < 0 ? result : prepare(fd));
  }

  @Override
  public final int connect(long descriptor, InetSocketAddress remote) {
    int result = addresses.connect((int) descriptor, remote);
    // EINTR leaves a connect under way, and to repeat the call would fail: it is not retried.
    if (result == -einprogress || result == -eintr) {
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
  public final int finishConnect(long descriptor) {
    int result = options.takeError((int) descriptor);
    if (result == 0) {
      result = -takeError(descriptor);
    }
    if (result == 0) {
      result = addresses.peer((int) descriptor);
    }
    return result == -enotconn ? ErrorCodes.IN_PROGRESS : noted("connect", result);
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
  public final long accept(long listener, PortOptions inherited) {
    while (true) {
      int result = acceptNext((int) listener);
      if (result >= 0) {
        return result;
      }
      if (result == -eagain) {
        return ErrorCodes.WOULD_BLOCK;
      }
      if (result != -eintr && !codes.diedInBacklog(result)) {
        return result;
      }
    }
  }

  @Override
  public final int receive(long descriptor, Chunk chunk, int offset, int length) {
    long address = chunk.address() + offset;
    long result;
    try {
      do {
        result = calls.recv(errno, (int) descriptor, address, length);
      } while (result == -eintr);
    } finally {
      Reference.reachabilityFence(chunk);
    }
    if (result == 0) {
      result = -takeError(descriptor);
    }
    return (int) transferred("recv", result);
  }

  @Override
  public final int send(long descriptor, Chunk chunk) {
    int length = chunk.readable();
    long address = chunk.address() + chunk.readIndex();
    long result;
    try {
      do {
        result = calls.send(errno, (int) descriptor, address, length);
      } while (result == -eintr);
    } finally {
      Reference.reachabilityFence(chunk);
    }
    return (int) transferred("send", result);
  }

  @Override
  public final long send(long descriptor, Chunk[] chunks, int count) {
    long result;
    do {
      result = gathering.send((int) descriptor, chunks, count);
    } while (result == -eintr);
    return transferred("sendmsg", result);
  }

  @Override
  public final int maxGather() {
    return GatheringWrite.MOST;
  }

  @Override
  public final int shutdownOutput(long descriptor) {
    int result = calls.shutdownOutput(errno, (int) descriptor);
    // The peer has reset the connection: it will get no more from us, which is what was asked for.
    return result == -enotconn ? 0 : noted("shutdown", result);
  }

  @Override
  public final int resetOnClose(long descriptor) {
    return setsockopt(options.reset((int) descriptor));
  }

  @Override
  public final int close(long descriptor) {
    int result = calls.close(errno, (int) descriptor);
    closed(descriptor);
    // The number is free again even so; a second close could hit a descriptor that is new by then.
    // ECONNRESET: FreeBSD says so that the peer did not want what was still to be sent.
    return result == -eintr || result == -econnreset ? 0 : noted("close", result);
  }

  @Override
  public final @Nullable InetSocketAddress localAddress(long descriptor) {
    return addresses.local((int) descriptor);
  }

  @Override
  public final @Nullable InetSocketAddress remoteAddress(long descriptor) {
    return addresses.remote((int) descriptor);
  }

  @Override
  public final String lastCall() {
    return lastCall;
  }

  @Override
  public final void close() {
    // The collector frees the memory with this object: see the package on Arena.ofAuto.
  }

  /** Opens a socket, non-blocking and closed by exec. */
  protected int socket(boolean inet6) {
    return noted("socket", calls.socket(errno, inet6));
  }

  /**
   * Sets what only this system has, on a socket that will listen or connect, before it does. An
   * accepted socket has it from its listener.
   *
   * @return 0 or more, or a code, negated and noted
   */
  protected int prepare(int fd) {
    return 0;
  }

  /** Accepts, once; non-blocking and closed by exec. */
  protected int acceptNext(int listener) {
    return noted(calls.acceptName(), calls.accept(errno, listener));
  }

  /**
   * The error of a socket that went from the socket with an event, where such a thing happens; 0 if
   * there is none. Asked before a stream is said to have ended in good order.
   */
  protected int takeError(long descriptor) {
    return 0;
  }

  /** A descriptor was closed, and its number may come again. */
  protected void closed(long descriptor) {
    // As a rule nobody keeps anything by the number.
  }

  /** Where the calls of this object let errno go. */
  protected final MemorySegment errno() {
    return errno;
  }

  /** Hands a descriptor on if all went well; else closes it and hands on why. */
  protected final int openedOrClosed(int fd, int result) {
    if (result >= 0) {
      return fd;
    }
    calls.close(errno, fd);
    return result;
  }

  /** Notes which call it was, if it failed. */
  protected final int noted(String call, int result) {
    if (result < 0) {
      lastCall = call;
    }
    return result;
  }

  private long transferred(String call, long result) {
    if (result >= 0) {
      return result;
    }
    return result == -eagain ? ErrorCodes.WOULD_BLOCK : noted(call, (int) result);
  }

  private int setsockopt(int result) {
    return noted(options.lastCall(), result);
  }
}
