package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Linger;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.TcpInitialRto;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.SocketOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * Sets and reads socket options. Options that a fresh socket has anyway cost no call.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class OptionCalls {

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

  OptionCalls(Arena arena, MemorySegment error) {
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
  int listener(long socket, boolean inet6, SocketOptions options) {
    failure = 0;
    if (inet6 && options.value(IoSocketOptions.IPV6_V6ONLY) == null) {
      // Windows has it on, unlike others.
      set(socket, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, 0, "setsockopt(IPV6_V6ONLY)");
    }
    set(
        socket,
        Sockets.SOL_SOCKET,
        Sockets.SO_EXCLUSIVEADDRUSE,
        1,
        "setsockopt(SO_EXCLUSIVEADDRUSE)");
    setAll(socket, options);
    return failure;
  }

  /**
   * Sets the options of a socket that will connect, before that, because of the window scale.
   *
   * @return 0, or a code, negated
   */
  int all(long socket, SocketOptions options) {
    failure = 0;
    setAll(socket, options);
    return failure;
  }

  /**
   * Sets the options of a connection that was accepted. What only a listener can be told is left
   * out: a socket that is bound does not take IPV6_V6ONLY.
   *
   * @return 0, or a code, negated
   */
  int accepted(long socket, SocketOptions options) {
    failure = 0;
    for (int i = 0; i < options.size(); i++) {
      if (!options.option(i).name().equals(IoSocketOptions.IPV6_V6ONLY.name())) {
        set(socket, options.option(i), options.valueAt(i));
      }
    }
    return failure;
  }

  /**
   * Sets one option.
   *
   * @return 0, or a code, negated
   */
  int one(long socket, SocketOption<?> option, Object value) {
    failure = 0;
    if (option.name().equals("SO_REUSEADDR")) {
      // It is met when a listener is bound, or never: see listener().
      lastCall = "setsockopt(SO_REUSEADDR)";
      failure = -WindowsErrors.WSAENOPROTOOPT;
    }
    set(socket, option, value);
    return failure;
  }

  /** Reads an option, a Boolean or an Integer; null if that fails, see {@link #failure()}. */
  @Nullable Object get(long socket, SocketOption<?> option) {
    lastCall = "getsockopt(" + option.name() + ")";
    int name = number(option.name());
    if (name < 0) {
      failure = -WindowsErrors.WSAENOPROTOOPT;
      return null;
    }
    boolean lingers = name == Sockets.SO_LINGER && level(option.name()) == Sockets.SOL_SOCKET;
    MemorySegment value = lingers ? linger : number;
    number.set(JAVA_INT, 0, 0);
    length.set(JAVA_INT, 0, (int) value.byteSize());
    failure =
        Math.min(
            0, WinsockCalls.getsockopt(error, socket, level(option.name()), name, value, length));
    if (failure < 0) {
      return null;
    }
    if (lingers) {
      return Linger.isEnabled(linger) ? Linger.seconds(linger) : -1;
    }
    int found = number.get(JAVA_INT, 0);
    return option.type() == Boolean.class ? (Object) (found != 0) : (Object) found;
  }

  /** 0, or why the last call failed: a code, negated. */
  int failure() {
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

  private void setAll(long socket, SocketOptions options) {
    for (int i = 0; i < options.size(); i++) {
      set(socket, options.option(i), options.valueAt(i));
    }
  }

  private void set(long socket, SocketOption<?> option, Object value) {
    String call = "setsockopt(" + option.name() + ")";
    if (failure != 0 || option.name().equals("SO_REUSEADDR")) {
      // SO_REUSEADDR: see listener().
      return;
    }
    int name = number(option.name());
    if (name < 0) {
      lastCall = call;
      failure = -WindowsErrors.WSAENOPROTOOPT;
    } else if (option.name().equals("SO_LINGER")) {
      int seconds = (Integer) value;
      setLinger(socket, seconds >= 0, Math.clamp(seconds, 0, MOST_LINGER_SECONDS));
    } else {
      int bits = value instanceof Boolean on ? (on ? 1 : 0) : (Integer) value;
      set(socket, level(option.name()), name, bits, call);
    }
  }

  /** Names of what can be set here. */
  static final String KNOWN =
      "IPV6_V6ONLY, SO_KEEPALIVE, SO_LINGER, SO_RCVBUF, SO_SNDBUF, TCP_NODELAY; of datagrams also"
          + " IP_MULTICAST_IF, IP_MULTICAST_LOOP, IP_MULTICAST_TTL, SO_BROADCAST, SO_REUSEADDR";

  private static int level(String option) {
    return switch (option) {
      case "TCP_NODELAY" -> Sockets.IPPROTO_TCP;
      case "IPV6_V6ONLY" -> Sockets.IPPROTO_IPV6;
      default -> Sockets.SOL_SOCKET;
    };
  }

  /** Winsock's number of an option, or -1. */
  private static int number(String option) {
    return switch (option) {
      case "TCP_NODELAY" -> Sockets.TCP_NODELAY;
      case "IPV6_V6ONLY" -> Sockets.IPV6_V6ONLY;
      case "SO_KEEPALIVE" -> Sockets.SO_KEEPALIVE;
      case "SO_LINGER" -> Sockets.SO_LINGER;
      case "SO_SNDBUF" -> Sockets.SO_SNDBUF;
      case "SO_RCVBUF" -> Sockets.SO_RCVBUF;
      default -> -1;
    };
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
