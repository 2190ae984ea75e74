package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.SocketOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets and reads the options that datagram sockets alone have, or have with a meaning of their own.
 * Those for groups have one name in Java, and in C one for IPv4 and one for IPv6. On an IPv6 socket
 * both are set, since it may send to IPv4 groups too; only the outcome of its own family counts.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class DatagramOptionCalls {

  private static final Set<String> NAMES =
      Set.of(
          "IP_MULTICAST_IF",
          "IP_MULTICAST_LOOP",
          "IP_MULTICAST_TTL",
          "SO_BROADCAST",
          "SO_REUSEADDR");

  private final MemorySegment error;
  private final MemorySegment number;
  private final MemorySegment length;
  private final OptionCalls others;

  /** 0, or why the last call failed: a code, negated. */
  private int failure;

  private String lastCall = "setsockopt";

  /**
   * Allocates what the calls need.
   *
   * @param others for the options that all sockets have
   */
  DatagramOptionCalls(Arena arena, MemorySegment error, OptionCalls others) {
    this.error = error;
    this.number = arena.allocate(JAVA_INT);
    this.length = arena.allocate(JAVA_INT);
    this.others = others;
  }

  /** Whether an option is one of these. */
  static boolean has(SocketOption<?> option) {
    return NAMES.contains(option.name());
  }

  /**
   * Sets the options of a socket before it is bound. Unless it is to share its address
   * (SO_REUSEADDR), nobody else can take that away.
   *
   * @return 0, or a code, negated
   */
  int all(long socket, boolean inet6, SocketOptions options) {
    failure = 0;
    if (inet6 && options.value(IoSocketOptions.IPV6_V6ONLY) == null) {
      // Windows has it on, unlike others.
      put(socket, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, 0, "IPV6_V6ONLY");
    }
    if (!Boolean.TRUE.equals(options.value(StandardSocketOptions.SO_REUSEADDR))) {
      share(socket, false);
    }
    for (int i = 0; i < options.size() && failure == 0; i++) {
      SocketOption<?> option = options.option(i);
      if (has(option)) {
        set(socket, inet6, option, options.valueAt(i));
      } else {
        failure = others.one(socket, option, options.valueAt(i));
        lastCall = others.lastCall();
      }
    }
    return failure;
  }

  /**
   * Sets one of these.
   *
   * @return 0, or a code, negated
   */
  int one(long socket, boolean inet6, SocketOption<?> option, Object value) {
    failure = 0;
    set(socket, inet6, option, value);
    return failure;
  }

  /** Reads one of these; null if that fails, see {@link #failure()}, or if no interface is set. */
  @Nullable Object get(long socket, boolean inet6, SocketOption<?> option) {
    String name = option.name();
    lastCall = "getsockopt(" + name + ")";
    number.set(JAVA_INT, 0, 0);
    length.set(JAVA_INT, 0, Integer.BYTES);
    failure =
        Math.min(
            0,
            WinsockCalls.getsockopt(
                error, socket, level(name, inet6), number(name, inet6), number, length));
    if (failure < 0) {
      return null;
    }
    if (name.equals("IP_MULTICAST_IF")) {
      return chosenInterface(inet6);
    }
    // Some of these are a single byte to some versions.
    int found =
        length.get(JAVA_INT, 0) == 1
            ? Byte.toUnsignedInt(number.get(JAVA_BYTE, 0))
            : number.get(JAVA_INT, 0);
    return option.type() == Boolean.class ? (Object) (found != 0) : (Object) found;
  }

  /** 0, or why the last call failed: a code, negated. */
  int failure() {
    return failure;
  }

  /** The call that failed, with the option: "setsockopt(SO_BROADCAST)". */
  String lastCall() {
    return lastCall;
  }

  private void set(long socket, boolean inet6, SocketOption<?> option, Object value) {
    String name = option.name();
    if (name.equals("SO_REUSEADDR")) {
      share(socket, (Boolean) value);
    } else if (value instanceof NetworkInterface on) {
      int inet4 = ByteBuffer.wrap(GroupCalls.addressOf(on)).order(ByteOrder.nativeOrder()).getInt();
      put(socket, inet6, name, inet4, on.getIndex());
    } else {
      int bits = value instanceof Boolean on ? (on ? 1 : 0) : (Integer) value;
      put(socket, inet6, name, bits, bits);
    }
  }

  /** Whether others may bind to the address too; a socket cannot be exclusive at the same time. */
  private void share(long socket, boolean on) {
    int level = Sockets.SOL_SOCKET;
    if (on) {
      put(socket, level, Sockets.SO_EXCLUSIVEADDRUSE, 0, "SO_EXCLUSIVEADDRUSE");
      put(socket, level, Sockets.SO_REUSEADDR, 1, "SO_REUSEADDR");
    } else {
      put(socket, level, Sockets.SO_REUSEADDR, 0, "SO_REUSEADDR");
      put(socket, level, Sockets.SO_EXCLUSIVEADDRUSE, 1, "SO_EXCLUSIVEADDRUSE");
    }
  }

  private void put(long socket, boolean inet6, String name, int inet4Value, int inet6Value) {
    int before = failure;
    put(socket, level(name, false), number(name, false), inet4Value, name);
    if (inet6 && level(name, true) == Sockets.IPPROTO_IPV6) {
      failure = before;
      put(socket, Sockets.IPPROTO_IPV6, number(name, true), inet6Value, name);
    }
  }

  private void put(long socket, int level, int option, int value, String name) {
    if (failure == 0) {
      lastCall = "setsockopt(" + name + ")";
      number.set(JAVA_INT, 0, value);
      failure =
          Math.min(0, WinsockCalls.setsockopt(error, socket, level, option, number, Integer.BYTES));
    }
  }

  /** What was read of IP_MULTICAST_IF: an index, or an address of IPv4 that may stand for one. */
  private @Nullable NetworkInterface chosenInterface(boolean inet6) {
    try {
      byte[] bytes = number.toArray(JAVA_BYTE);
      int index = inet6 ? number.get(JAVA_INT, 0) : ByteBuffer.wrap(bytes).getInt();
      if (index == 0) {
        return null;
      }
      return inet6 || bytes[0] == 0
          ? NetworkInterface.getByIndex(index)
          : NetworkInterface.getByInetAddress(InetAddress.getByAddress(bytes));
    } catch (SocketException | UnknownHostException e) {
      failure = -WindowsErrors.WSAEADDRNOTAVAIL;
      return null;
    }
  }

  private static int level(String name, boolean inet6) {
    if (name.startsWith("SO_")) {
      return Sockets.SOL_SOCKET;
    }
    return inet6 ? Sockets.IPPROTO_IPV6 : Datagrams.IPPROTO_IP;
  }

  private static int number(String name, boolean inet6) {
    return switch (name) {
      case "SO_BROADCAST" -> Datagrams.SO_BROADCAST;
      case "SO_REUSEADDR" -> Sockets.SO_REUSEADDR;
      case "IP_MULTICAST_IF" -> inet6 ? Datagrams.IPV6_MULTICAST_IF : Datagrams.IP_MULTICAST_IF;
      case "IP_MULTICAST_TTL" -> inet6 ? Datagrams.IPV6_MULTICAST_HOPS : Datagrams.IP_MULTICAST_TTL;
      default -> inet6 ? Datagrams.IPV6_MULTICAST_LOOP : Datagrams.IP_MULTICAST_LOOP;
    };
  }
}
