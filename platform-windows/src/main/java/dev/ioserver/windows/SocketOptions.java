package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Linger;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.TcpInitialRto;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sets and reads socket options. Options that a fresh socket has anyway cost no call.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SocketOptions {

  /** The longest linger time: its field has 16 bits. */
  private static final int MOST_LINGER_SECONDS = 0xFFFF;

  private final MemorySegment error;
  private final MemorySegment number;
  private final MemorySegment linger;
  private final MemorySegment length;
  private final MemorySegment once;

  /** 0, or the code, negated, of the first option that failed; the ones after it are not tried. */
  private int failure;

  private String lastCall = "setsockopt";

  SocketOptions(Arena arena, MemorySegment error) {
    this.error = error;
    this.number = arena.allocate(JAVA_INT);
    this.linger = arena.allocate(Linger.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
    this.once = arena.allocate(TcpInitialRto.LAYOUT);
    TcpInitialRto.set(
        once,
        Sockets.TCP_INITIAL_RTO_UNSPECIFIED_RTT,
        Sockets.TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS);
  }

  /**
   * Sets the options of a listener; before bind, which looks at the first two, and before listen,
   * which derives the window scale from SO_RCVBUF.
   *
   * <p>An address that waits for old connections to end (TIME_WAIT) can be bound to without a word
   * here. SO_REUSEADDR would do more: it takes the address away from whoever listens there. So the
   * wish to reuse an address is met by SO_EXCLUSIVEADDRUSE, which also keeps others from doing that
   * to us. Sharing an address among sockets that each get their part does not exist.
   *
   * @return 0, or a code, negated
   */
  int listener(long socket, boolean inet6, ListenOptions options) {
    failure = 0;
    if (inet6) {
      // In both directions: Windows has it on, unlike others.
      int only = options.v6Only() ? 1 : 0;
      set(socket, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, only, "setsockopt(IPV6_V6ONLY)");
    }
    set(
        socket,
        Sockets.SOL_SOCKET,
        Sockets.SO_EXCLUSIVEADDRUSE,
        1,
        "setsockopt(SO_EXCLUSIVEADDRUSE)");
    if (options.reusePort() && failure == 0) {
      lastCall = "setsockopt(SO_REUSEPORT)";
      failure = -WindowsErrors.WSAENOPROTOOPT;
    }
    setPort(socket, options.ports());
    return failure;
  }

  /**
   * Sets the options of a socket that will connect, before that, because of the window scale; or of
   * one that was accepted.
   *
   * @return 0, or a code, negated
   */
  int port(long socket, PortOptions options) {
    failure = 0;
    setPort(socket, options);
    return failure;
  }

  /** Makes close reset the connection: SO_LINGER, on, with 0 seconds. */
  int reset(long socket) {
    failure = 0;
    setLinger(socket, true, 0);
    return failure;
  }

  /** Makes close return at once, while the system sends what is left: SO_LINGER, off. */
  int closeInBackground(long socket) {
    failure = 0;
    setLinger(socket, false, 0);
    return failure;
  }

  /**
   * Makes a connect to this machine take no for an answer. Windows repeats a connect that was
   * refused, so that "nobody listens" is known only after 2 seconds (seen on Windows 10 and 11).
   * Systems that do not know the request are as slow as they are: its result does not matter.
   */
  void connectOnce(long socket) {
    WinsockCalls.wsaIoctl(
        error,
        socket,
        Sockets.SIO_TCP_INITIAL_RTO,
        once,
        (int) once.byteSize(),
        MemorySegment.NULL,
        0,
        length);
  }

  /**
   * The error that a socket keeps for whoever asks, which asking clears: SO_ERROR.
   *
   * @return 0, the kept code, negated, or what getsockopt failed with, negated
   */
  int takeError(long socket) {
    length.set(JAVA_INT, 0, (int) number.byteSize());
    int result =
        WinsockCalls.getsockopt(
            error, socket, Sockets.SOL_SOCKET, Sockets.SO_ERROR, number, length);
    return result < 0 ? result : -number.get(JAVA_INT, 0);
  }

  /** The call that failed, with the option: "setsockopt(SO_RCVBUF)". */
  String lastCall() {
    return lastCall;
  }

  private void setPort(long socket, PortOptions options) {
    if (options.noDelay()) {
      set(socket, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1, "setsockopt(TCP_NODELAY)");
    }
    if (options.keepAlive()) {
      set(socket, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, 1, "setsockopt(SO_KEEPALIVE)");
    }
    if (options.sendBufferBytes() > 0) {
      int bytes = options.sendBufferBytes();
      set(socket, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, bytes, "setsockopt(SO_SNDBUF)");
    }
    if (options.receiveBufferBytes() > 0) {
      int bytes = options.receiveBufferBytes();
      set(socket, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, bytes, "setsockopt(SO_RCVBUF)");
    }
    if (options.lingerSeconds() >= 0) {
      setLinger(socket, true, Math.min(options.lingerSeconds(), MOST_LINGER_SECONDS));
    }
  }

  private void setLinger(long socket, boolean enabled, int seconds) {
    Linger.set(linger, enabled, seconds);
    set(socket, Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger, "setsockopt(SO_LINGER)");
  }

  private void set(long socket, int level, int name, int value, String call) {
    number.set(JAVA_INT, 0, value);
    set(socket, level, name, number, call);
  }

  private void set(long socket, int level, int name, MemorySegment value, String call) {
    if (failure == 0) {
      lastCall = call;
      failure = WinsockCalls.setsockopt(error, socket, level, name, value, (int) value.byteSize());
    }
  }
}
