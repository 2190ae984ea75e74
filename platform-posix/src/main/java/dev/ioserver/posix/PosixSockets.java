package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of a loop, in the order and with the tolerance that POSIX systems share. A
 * system whose calls or events differ overrides the methods at the end.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
public class PosixSockets implements AddressSockets {

  private final SocketCalls calls;
  private final PosixErrorCodes codes;
  private final MemorySegment errno;
  private final MemorySegment peeked;
  private final SocketAddresses addresses;
  private final OptionCalls options;
  private final GatheringWrite gathering;

  private final int eaddrnotavail;
  private final int eafnosupport;
  private final int eagain;
  private final int econnreset;
  private final int einprogress;
  private final int eintr;
  private final int enotconn;

  /** Made when pieces are written first: engines write chunks. */
  private @Nullable PieceWrite pieces;

  /** Made when somebody asks. */
  private @Nullable DatagramSockets datagrams;

  private String lastCall = "";

  /** Null while nothing was accepted. */
  private @Nullable SocketAddress acceptedPeer;

  /** Allocates what the calls need. */
  public PosixSockets(PosixSystem system) {
    Arena arena = Arena.ofAuto();
    calls = system.calls();
    codes = system.codes();
    errno = calls.newErrnoSegment(arena);
    peeked = arena.allocate(1);
    addresses = new SocketAddresses(arena, errno);
    options = new OptionCalls(arena, errno, codes);
    gathering = new GatheringWrite(arena, errno);
    eaddrnotavail = codes.number("EADDRNOTAVAIL");
    eafnosupport = codes.number("EAFNOSUPPORT");
    eagain = codes.number("EAGAIN");
    econnreset = codes.number("ECONNRESET");
    einprogress = codes.number("EINPROGRESS");
    eintr = codes.number("EINTR");
    enotconn = codes.number("ENOTCONN");
  }

  /**
   * {@inheritDoc}
   *
   * <p>The IPv4 wildcard is what {@code new InetSocketAddress(port)} says for "every address". As
   * in the JDK it takes IPv6 too, where there is IPv6.
   */
  @Override
  public final long listen(SocketAddress address, int backlog, SocketOptions wanted) {
    if (address instanceof InetSocketAddress inet && SocketAddresses.isEvery(inet)) {
      long both = listenOn(SocketAddresses.everyOfBoth(inet), backlog, wanted);
      if (both != -eafnosupport && both != -eaddrnotavail) {
        return both;
      }
    }
    return listenOn(address, backlog, wanted);
  }

  private long listenOn(SocketAddress address, int backlog, SocketOptions wanted) {
    int family = SocketAddresses.family(address);
    int fd = opened(family);
    if (fd < 0) {
      return fd;
    }
    try {
      int result = setsockopt(options.listener(fd, family, wanted));
      if (result >= 0 && family != Sockets.AF_UNIX) {
        result = prepare(fd);
      }
      if (result >= 0) {
        result = noted("bind", addresses.bind(fd, address));
      }
      if (result >= 0) {
        result = noted("listen", calls.listen(errno, fd, backlog));
      }
      return openedOrClosed(fd, result);
    } catch (RuntimeException | Error e) {
      calls.close(errno, fd);
      throw e;
    }
  }

  @Override
  public final long open(
      SocketAddress remote, @Nullable SocketAddress local, SocketOptions wanted) {
    int family = SocketAddresses.family(remote);
    int fd = opened(family);
    if (fd < 0) {
      return fd;
    }
    try {
      boolean unix = family == Sockets.AF_UNIX;
      int result = setsockopt(options.all(fd, family, wanted));
      if (result >= 0 && !unix) {
        result = prepare(fd);
      }
      if (result >= 0 && local != null) {
        boolean alike = unix == UnixAddresses.isUnix(local);
        result = noted("bind", alike ? addresses.bind(fd, local) : -eafnosupport);
      }
      return openedOrClosed(fd, result);
    } catch (RuntimeException | Error e) {
      calls.close(errno, fd);
      throw e;
    }
  }

  @Override
  public final int bind(long descriptor, SocketAddress local) {
    return noted("bind", addresses.bind((int) descriptor, local));
  }

  @Override
  public final int listen(long descriptor, SocketAddress local, int backlog) {
    int result = bind(descriptor, local);
    return result < 0 ? result : noted("listen", calls.listen(errno, (int) descriptor, backlog));
  }

  @Override
  public final int connect(long descriptor, SocketAddress remote) {
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
    int result = errorOf(descriptor);
    if (result == 0) {
      result = addresses.peer((int) descriptor);
    }
    return result == -enotconn ? ErrorCodes.IN_PROGRESS : noted("connect", result);
  }

  @Override
  public final int pendingError(long descriptor) {
    return noted("recv", errorOf(descriptor));
  }

  private int errorOf(long descriptor) {
    int result = options.takeError((int) descriptor);
    return result == 0 ? -takeError(descriptor) : result;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The options cost no call here, but for TCP_QUICKACK, which is a mode of a connection. An
   * accepted socket inherits the others from its listener, and {@link #listen} has set them there.
   * Whether the flags of the descriptor are inherited depends on the system: they are set.
   */
  @Override
  public final long accept(long listener, SocketOptions inherited) {
    int passedOver = 0;
    while (true) {
      int result = acceptNext((int) listener);
      if (result >= 0) {
        SocketAddress peer = addresses.accepted();
        if (peer == null) {
          // It died in the backlog, and nobody could say whose it was.
          var _ = close(result);
          continue;
        }
        acceptedPeer = peer;
        // A connection that is gone already takes no options; its first read says so.
        var _ = options.ofConnection(result, inherited);
        return result;
      }
      if (result == -eagain) {
        return ErrorCodes.WOULD_BLOCK;
      }
      boolean again = result == -eintr || codes.diedInBacklog(result);
      if (!again || ++passedOver == MOST_PASSED_OVER) {
        return result;
      }
    }
  }

  @Override
  public final SocketAddress acceptedPeer() {
    return Objects.requireNonNull(acceptedPeer, "nothing was accepted yet");
  }

  @Override
  public final int receive(long descriptor, Chunk chunk, int offset, int length) {
    try {
      return receive(descriptor, chunk.address() + offset, length);
    } finally {
      Reference.reachabilityFence(chunk);
    }
  }

  @Override
  public final int receive(long descriptor, long address, int length) {
    long result;
    do {
      result = calls.recv(errno, (int) descriptor, address, length);
    } while (result == -eintr);
    if (result == 0) {
      result = -takeError(descriptor);
    }
    return (int) transferred("recv", result);
  }

  @Override
  public final int peek(long descriptor) {
    long result;
    do {
      result = calls.peek(errno, (int) descriptor, peeked.address(), 1);
    } while (result == -eintr);
    if (result == 0) {
      result = -takeError(descriptor);
    }
    return (int) transferred("recv", result);
  }

  @Override
  public final int send(long descriptor, Chunk chunk) {
    try {
      return send(descriptor, chunk.address() + chunk.readIndex(), chunk.readable());
    } finally {
      Reference.reachabilityFence(chunk);
    }
  }

  @Override
  public final int send(long descriptor, long address, int length) {
    long result;
    do {
      result = calls.send(errno, (int) descriptor, address, length);
    } while (result == -eintr);
    return (int) transferred("send", result);
  }

  @Override
  public final int maxPieces() {
    return PieceWrite.MOST;
  }

  @Override
  public final void piece(int index, long address, long length) {
    PieceWrite write = pieces;
    if (write == null) {
      write = new PieceWrite(Arena.ofAuto(), errno);
      pieces = write;
    }
    write.set(index, address, length);
  }

  @Override
  public final long sendPieces(long descriptor, int count) {
    PieceWrite write = Objects.requireNonNull(pieces, "no piece was noted");
    long result;
    do {
      result = write.send((int) descriptor, count);
    } while (result == -eintr);
    return transferred("sendmsg", result);
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
    return isReset(result) ? 0 : noted("shutdown", result);
  }

  @Override
  public final int shutdownInput(long descriptor) {
    int result = calls.shutdownInput(errno, (int) descriptor);
    return isReset(result) ? 0 : noted("shutdown", result);
  }

  /**
   * Whether a shut-down failed because the peer has reset the connection. It will get no more from
   * us then, which is what was asked for.
   *
   * @param result what the call gave
   */
  protected boolean isReset(int result) {
    return result == -enotconn;
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
  public final @Nullable SocketAddress localAddress(long descriptor) {
    return addresses.local((int) descriptor);
  }

  @Override
  public final int setOption(long descriptor, java.net.SocketOption<?> option, Object value) {
    return setsockopt(
        isOfIpAlone((int) descriptor, option)
            ? options.refused("setsockopt", option)
            : options.one((int) descriptor, option, value));
  }

  @Override
  public final @Nullable Object getOption(long descriptor, java.net.SocketOption<?> option) {
    Object value = null;
    if (isOfIpAlone((int) descriptor, option)) {
      options.refused("getsockopt", option);
    } else {
      value = options.get((int) descriptor, option);
    }
    if (value == null) {
      noted(options.lastCall(), options.failure());
    }
    return value;
  }

  /**
   * Whether an option is one of IP, and the socket none. On BSD the level of IP has the number of
   * that of Unix sockets, and the number of the option would mean something else there.
   */
  private boolean isOfIpAlone(int fd, java.net.SocketOption<?> option) {
    return Sockets.SOL_LOCAL == Sockets.IPPROTO_IP
        && OptionCalls.isOfIp(option)
        && addresses.local(fd) instanceof UnixDomainSocketAddress;
  }

  @Override
  public final DatagramSockets datagrams() {
    DatagramSockets found = datagrams;
    if (found == null) {
      found = openDatagrams();
      datagrams = found;
    }
    return found;
  }

  @Override
  public final int lastCode() {
    return options.failure();
  }

  @Override
  public final String knownOptions() {
    return SocketOption.names();
  }

  @Override
  public final String lastCall() {
    return lastCall;
  }

  @Override
  public final void close() {
    // The collector frees the memory with this object: see the package on Arena.ofAuto.
  }

  /**
   * Opens a socket, non-blocking and closed by exec.
   *
   * @param family AF_INET, AF_INET6 or AF_UNIX
   */
  protected int socket(int family) {
    return noted("socket", calls.socket(errno, family));
  }

  private int opened(int family) {
    return family == Sockets.ABSENT ? noted("socket", -eafnosupport) : socket(family);
  }

  /** Opens a datagram socket of a family, non-blocking and closed by exec. */
  protected int datagramSocket(int family) {
    return noted("socket", calls.datagramSocket(errno, family));
  }

  /** The datagram calls of this system, made once. */
  protected DatagramSockets openDatagrams() {
    return new MessageDatagrams(this);
  }

  /**
   * Sets what only this system has, on a socket that will listen or connect, before it does; not on
   * a Unix socket, which knows no device. An accepted socket has it from its listener.
   *
   * @return 0 or more, or a code, negated and noted
   */
  protected int prepare(int fd) {
    return 0;
  }

  /** Accepts, once; non-blocking and closed by exec. */
  protected int acceptNext(int listener) {
    return noted(calls.acceptName(), addresses.accept(calls, listener));
  }

  /**
   * The error of a socket that went from the socket with an event, where such a thing happens; 0 if
   * there is none. Asked before a stream is said to have ended in good order, and before datagrams
   * are received or sent.
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

  /** Sets options of a socket before it is bound; 0, or a code, negated and noted. */
  final int setAll(int fd, int family, SocketOptions wanted) {
    return setsockopt(options.all(fd, family, wanted));
  }

  /** Has the system choose a name for a Unix socket, where it has such names. */
  final int bindToAnyName(int fd) {
    return noted("bind", addresses.bindToAnyName(fd));
  }

  /** Takes the connection of a datagram socket away. */
  final int disconnect(int fd) {
    return addresses.disconnect(fd);
  }

  /** What errno means here. */
  final PosixErrorCodes codes() {
    return codes;
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
