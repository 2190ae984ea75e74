package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.Handles;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of Windows: Winsock 2.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class WindowsSockets implements AddressSockets {

  private static final int STREAM = dev.ioserver.bindings.windows.Sockets.SOCK_STREAM;
  private static final int TCP = dev.ioserver.bindings.windows.Sockets.IPPROTO_TCP;
  private static final int WRITE_SIDE = dev.ioserver.bindings.windows.Sockets.SD_SEND;
  private static final int READ_SIDE = dev.ioserver.bindings.windows.Sockets.SD_RECEIVE;
  private static final int PEEK = dev.ioserver.bindings.windows.Sockets.MSG_PEEK;
  private static final int NON_BLOCKING = dev.ioserver.bindings.windows.Sockets.FIONBIO;

  /** Overlapped as all sockets are unless they say otherwise; no child inherits it. */
  static final int FLAGS =
      dev.ioserver.bindings.windows.Sockets.WSA_FLAG_OVERLAPPED
          | dev.ioserver.bindings.windows.Sockets.WSA_FLAG_NO_HANDLE_INHERIT;

  private static final int NO_FLAGS = 0;

  private final MemorySegment error;
  private final MemorySegment on;
  private final MemorySegment peeked;
  private final SocketAddresses addresses;
  private final OptionCalls options;
  private final GatheringWrite gathering;

  /** Made when pieces are written first: engines write chunks. */
  private @Nullable PieceWrite pieces;

  /** Made when somebody asks. */
  private @Nullable WindowsDatagrams datagrams;

  private String lastCall = "";

  /** 0, or why the last reading of an option failed: a code, negated. */
  private int failure;

  /** Null while nothing was accepted. */
  private @Nullable SocketAddress acceptedPeer;

  WindowsSockets() {
    Arena arena = Arena.ofAuto();
    error = WindowsCalls.newErrorSegment(arena);
    on = arena.allocateFrom(JAVA_INT, 1);
    peeked = arena.allocate(1);
    addresses = new SocketAddresses(arena, error);
    options = new OptionCalls(arena, error);
    gathering = new GatheringWrite(arena, error);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The IPv4 wildcard takes IPv6 too, as in the JDK, where there is IPv6.
   */
  @Override
  public long listen(SocketAddress address, int backlog, SocketOptions wanted) {
    if (!(address instanceof InetSocketAddress inet)) {
      return noted("WSASocketW", -WindowsErrors.WSAEAFNOSUPPORT);
    }
    if (SocketAddresses.isEvery(inet)) {
      long both = listen(SocketAddresses.everyOfBoth(inet), backlog, wanted);
      if (both != -WindowsErrors.WSAEAFNOSUPPORT && both != -WindowsErrors.WSAEADDRNOTAVAIL) {
        return both;
      }
    }
    return listen(inet, backlog, wanted);
  }

  private long listen(InetSocketAddress address, int backlog, SocketOptions wanted) {
    long socket = socket(address);
    if (socket < 0) {
      return socket;
    }
    try {
      boolean inet6 = SocketAddresses.isInet6(address);
      int result = setsockopt(options.listener(socket, inet6, wanted));
      if (result >= 0) {
        result = noted("bind", addresses.bind(socket, address));
      }
      if (result >= 0) {
        result = noted("listen", WinsockCalls.listen(error, socket, backlog));
      }
      return openedOrClosed(socket, result);
    } catch (RuntimeException | Error e) {
      WinsockCalls.closesocket(error, socket);
      throw e;
    }
  }

  @Override
  public long open(SocketAddress remote, @Nullable SocketAddress local, SocketOptions wanted) {
    if (!(remote instanceof InetSocketAddress to)) {
      return noted("WSASocketW", -WindowsErrors.WSAEAFNOSUPPORT);
    }
    long socket = socket(to);
    if (socket < 0) {
      return socket;
    }
    try {
      int result = setsockopt(options.all(socket, wanted));
      if (result >= 0 && local != null) {
        result =
            noted(
                "bind",
                local instanceof InetSocketAddress from
                    ? addresses.bind(socket, from)
                    : -WindowsErrors.WSAEAFNOSUPPORT);
      }
      return openedOrClosed(socket, result);
    } catch (RuntimeException | Error e) {
      WinsockCalls.closesocket(error, socket);
      throw e;
    }
  }

  /** {@inheritDoc} The address is exclusive, as that of {@link #listen} is. */
  @Override
  public long openListener(SocketAddress address, SocketOptions wanted) {
    if (!(address instanceof InetSocketAddress inet)) {
      return noted("WSASocketW", -WindowsErrors.WSAEAFNOSUPPORT);
    }
    long socket = socket(inet);
    if (socket < 0) {
      return socket;
    }
    try {
      boolean inet6 = SocketAddresses.isInet6(inet);
      return openedOrClosed(socket, setsockopt(options.listener(socket, inet6, wanted)));
    } catch (RuntimeException | Error e) {
      WinsockCalls.closesocket(error, socket);
      throw e;
    }
  }

  @Override
  public int bind(long descriptor, SocketAddress local) {
    return noted(
        "bind",
        local instanceof InetSocketAddress inet
            ? addresses.bind(descriptor, inet)
            : -WindowsErrors.WSAEAFNOSUPPORT);
  }

  @Override
  public int listen(long descriptor, SocketAddress local, int backlog) {
    int result = bind(descriptor, local);
    return result < 0 ? result : noted("listen", WinsockCalls.listen(error, descriptor, backlog));
  }

  @Override
  public int connect(long descriptor, SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress to)) {
      return noted("connect", -WindowsErrors.WSAEAFNOSUPPORT);
    }
    if (OpenDatagrams.has(descriptor)) {
      datagrams().connecting(descriptor);
    } else if (SocketAddresses.isLoopback(to)) {
      options.connectOnce(descriptor);
    }
    int result = addresses.connect(descriptor, to);
    return result == -WindowsErrors.WSAEWOULDBLOCK
        ? ErrorCodes.IN_PROGRESS
        : noted("connect", result);
  }

  /**
   * {@inheritDoc}
   *
   * <p>No pending error is not yet a connection. Only a connection has a peer.
   */
  @Override
  public int finishConnect(long descriptor) {
    int result = options.takeError(descriptor);
    if (result == 0) {
      result = addresses.peer(descriptor);
    }
    return result == -WindowsErrors.WSAENOTCONN ? ErrorCodes.IN_PROGRESS : noted("connect", result);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Nothing is left to what an accepted socket has from its listener: Windows says of few
   * options which of the two they belong to.
   */
  @Override
  public long accept(long listener, SocketOptions wanted) {
    int passedOver = 0;
    while (true) {
      long socket = addresses.accept(listener);
      if (socket >= 0) {
        SocketAddress peer = addresses.accepted();
        if (peer == null) {
          // It died in the backlog, and nobody could say whose it was.
          var _ = close(socket);
          continue;
        }
        acceptedPeer = peer;
        return openedOrClosed(socket, prepare(socket, wanted));
      }
      if (socket == -WindowsErrors.WSAEWOULDBLOCK) {
        return ErrorCodes.WOULD_BLOCK;
      }
      if (!diedInBacklog((int) socket) || ++passedOver == MOST_PASSED_OVER) {
        return noted("accept", (int) socket);
      }
    }
  }

  @Override
  public SocketAddress acceptedPeer() {
    return Objects.requireNonNull(acceptedPeer, "nothing was accepted yet");
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    try {
      return receive(descriptor, chunk.address() + offset, length);
    } finally {
      Reference.reachabilityFence(chunk);
    }
  }

  @Override
  public int receive(long descriptor, long address, int length) {
    return received(WinsockCalls.recv(error, descriptor, address, length, NO_FLAGS));
  }

  @Override
  public int peek(long descriptor) {
    return received(WinsockCalls.recv(error, descriptor, peeked.address(), 1, PEEK));
  }

  /** Elsewhere an input that was shut down is at its end; Windows says that it was shut down. */
  private int received(int result) {
    return result == -WindowsErrors.WSAESHUTDOWN ? 0 : transferred("recv", result);
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    try {
      return send(descriptor, chunk.address() + chunk.readIndex(), chunk.readable());
    } finally {
      Reference.reachabilityFence(chunk);
    }
  }

  @Override
  public int send(long descriptor, long address, int length) {
    return transferred("send", WinsockCalls.send(error, descriptor, address, length, NO_FLAGS));
  }

  @Override
  public int maxPieces() {
    return PieceWrite.MOST;
  }

  @Override
  public void piece(int index, long address, long length) {
    PieceWrite write = pieces;
    if (write == null) {
      write = new PieceWrite(Arena.ofAuto(), error);
      pieces = write;
    }
    write.set(index, address, length);
  }

  @Override
  public long sendPieces(long descriptor, int count) {
    PieceWrite write = Objects.requireNonNull(pieces, "no piece was noted");
    return transferred("WSASend", write.send(descriptor, count));
  }

  @Override
  public long send(long descriptor, Chunk[] chunks, int count) {
    return transferred("WSASend", gathering.send(descriptor, chunks, count));
  }

  @Override
  public int maxGather() {
    return GatheringWrite.MOST;
  }

  @Override
  public int shutdownOutput(long descriptor) {
    int result = WinsockCalls.shutdown(error, descriptor, WRITE_SIDE);
    // The peer has reset the connection: it will get no more from us, which is what was asked for.
    return isGone(result) ? 0 : noted("shutdown", result);
  }

  @Override
  public int shutdownInput(long descriptor) {
    int result = WinsockCalls.shutdown(error, descriptor, READ_SIDE);
    return isGone(result) ? 0 : noted("shutdown", result);
  }

  @Override
  public int resetOnClose(long descriptor) {
    return setsockopt(options.reset(descriptor));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A non-blocking socket with a linger time is not closed while it has bytes to send, and says
   * WSAEWOULDBLOCK. Without the linger time it is, and the bytes go all the same.
   */
  @Override
  public int close(long descriptor) {
    OpenDatagrams.remove(descriptor);
    int result = WinsockCalls.closesocket(error, descriptor);
    if (result == -WindowsErrors.WSAEWOULDBLOCK) {
      options.closeInBackground(descriptor);
      result = WinsockCalls.closesocket(error, descriptor);
    }
    return noted("closesocket", result);
  }

  @Override
  public @Nullable SocketAddress localAddress(long descriptor) {
    return addresses.local(descriptor);
  }

  @Override
  public int setOption(long descriptor, SocketOption<?> option, Object value) {
    if (DatagramOptionCalls.has(option) && OpenDatagrams.has(descriptor)) {
      DatagramOptionCalls calls = datagrams().options();
      int result = calls.one(descriptor, OpenDatagrams.isInet6(descriptor), option, value);
      return noted(calls.lastCall(), result);
    }
    return setsockopt(options.one(descriptor, option, value));
  }

  @Override
  public @Nullable Object getOption(long descriptor, SocketOption<?> option) {
    if (DatagramOptionCalls.has(option) && OpenDatagrams.has(descriptor)) {
      DatagramOptionCalls calls = datagrams().options();
      Object value = calls.get(descriptor, OpenDatagrams.isInet6(descriptor), option);
      failure = noted(calls.lastCall(), calls.failure());
      return value;
    }
    Object value = options.get(descriptor, option);
    failure = noted(options.lastCall(), options.failure());
    return value;
  }

  @Override
  public WindowsDatagrams datagrams() {
    WindowsDatagrams found = datagrams;
    if (found == null) {
      found = new WindowsDatagrams(this, DatagramFeatures.found());
      datagrams = found;
    }
    return found;
  }

  @Override
  public int lastCode() {
    return failure;
  }

  @Override
  public String knownOptions() {
    return OptionCalls.KNOWN;
  }

  @Override
  public String lastCall() {
    return lastCall;
  }

  @Override
  public void close() {
    // The collector frees the memory with this object: see the package on Arena.ofAuto.
  }

  /** Opens a datagram socket, non-blocking and not inherited. */
  long datagramSocket(boolean inet6) {
    int family =
        inet6
            ? dev.ioserver.bindings.windows.Sockets.AF_INET6
            : dev.ioserver.bindings.windows.Sockets.AF_INET;
    return socket(family, Datagrams.SOCK_DGRAM, Datagrams.IPPROTO_UDP);
  }

  /** Takes the connection of a datagram socket away. */
  int disconnect(long descriptor) {
    return addresses.disconnect(descriptor);
  }

  /** Where the calls of this object let the code of their failure go. */
  MemorySegment error() {
    return error;
  }

  /** The options that all sockets have. */
  OptionCalls options() {
    return options;
  }

  private long socket(InetSocketAddress address) {
    return socket(SocketAddresses.family(address), STREAM, TCP);
  }

  private long socket(int family, int type, int protocol) {
    long socket = WinsockCalls.wsaSocket(error, family, type, protocol, FLAGS);
    if (socket < 0) {
      return noted("WSASocketW", (int) socket);
    }
    return openedOrClosed(socket, nonBlocking(socket));
  }

  /** Makes of an accepted socket what {@link #socket} opens, with its options. */
  private int prepare(long socket, SocketOptions wanted) {
    int result = nonBlocking(socket);
    if (result >= 0) {
      result =
          noted(
              "SetHandleInformation",
              WindowsCalls.setHandleInformation(
                  error, socket, Handles.HANDLE_FLAG_INHERIT, NO_FLAGS));
    }
    return result < 0 ? result : setsockopt(options.accepted(socket, wanted));
  }

  private int nonBlocking(long socket) {
    return noted("ioctlsocket(FIONBIO)", WinsockCalls.ioctlsocket(error, socket, NON_BLOCKING, on));
  }

  /** Hands a socket on if all went well; else closes it and hands on why. */
  private long openedOrClosed(long socket, int result) {
    if (result >= 0) {
      return socket;
    }
    WinsockCalls.closesocket(error, socket);
    return result;
  }

  /** Whether an accept failed for a connection that died while it waited. */
  private static boolean diedInBacklog(int result) {
    return result == -WindowsErrors.WSAECONNRESET
        || result == -WindowsErrors.WSAECONNABORTED
        || result == -WindowsErrors.WSAENETRESET;
  }

  private static boolean isGone(int result) {
    return result == -WindowsErrors.WSAENOTCONN
        || result == -WindowsErrors.WSAECONNRESET
        || result == -WindowsErrors.WSAECONNABORTED;
  }

  private int transferred(String call, int result) {
    if (result >= 0) {
      return result;
    }
    return result == -WindowsErrors.WSAEWOULDBLOCK ? ErrorCodes.WOULD_BLOCK : noted(call, result);
  }

  private int setsockopt(int result) {
    return noted(options.lastCall(), result);
  }

  /** Notes which call it was, if it failed. */
  int noted(String call, int result) {
    if (result < 0) {
      lastCall = call;
    }
    return result;
  }
}
