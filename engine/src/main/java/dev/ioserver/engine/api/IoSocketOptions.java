package dev.ioserver.engine.api;

import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Socket options that {@link java.net.StandardSocketOptions} lacks, of the same type, so that they
 * are given in the same way. Those that {@code jdk.net.ExtendedSocketOptions} has too bear its
 * names, and mean the same: either may be used.
 *
 * <p>Not every system has all of them. Where one is missing, setting it fails with {@link
 * SystemCallException.Kind#NOT_SUPPORTED}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class IoSocketOptions {

  /**
   * Acknowledge at once. The kernel leaves that mode by itself; the engine sets it again after each
   * receive of a port that was opened with it, at the price of one call.
   */
  public static final SocketOption<Boolean> TCP_QUICKACK = of("TCP_QUICKACK", Boolean.class);

  /**
   * Milliseconds that sent bytes may stay unacknowledged until the connection fails; 0 leaves it to
   * the system.
   */
  public static final SocketOption<Integer> TCP_USER_TIMEOUT =
      of("TCP_USER_TIMEOUT", Integer.class);

  /** Seconds of silence before the first keep-alive probe, 1 or more. */
  public static final SocketOption<Integer> TCP_KEEPIDLE = of("TCP_KEEPIDLE", Integer.class);

  /** Seconds between keep-alive probes, 1 or more. */
  public static final SocketOption<Integer> TCP_KEEPINTERVAL =
      of("TCP_KEEPINTERVAL", Integer.class);

  /** Keep-alive probes without an answer until the connection fails, 1 or more. */
  public static final SocketOption<Integer> TCP_KEEPCOUNT = of("TCP_KEEPCOUNT", Integer.class);

  /**
   * The priority of what is sent, for the queues of the device; 0 to 6 for everybody, more with the
   * right to it.
   */
  public static final SocketOption<Integer> SO_PRIORITY = of("SO_PRIORITY", Integer.class);

  /** The processor that handles the socket; read, it tells which one did last. */
  public static final SocketOption<Integer> SO_INCOMING_CPU = of("SO_INCOMING_CPU", Integer.class);

  /** Microseconds that a read which finds nothing polls the device, 0 or more. */
  public static final SocketOption<Integer> SO_BUSY_POLL = of("SO_BUSY_POLL", Integer.class);

  /** Whether a listener on the IPv6 wildcard takes no IPv4; off by default. */
  public static final SocketOption<Boolean> IPV6_V6ONLY = of("IPV6_V6ONLY", Boolean.class);

  /**
   * Who is at the other end of a connected Unix socket: process, user and group. It is read, and
   * cannot be set. Linux, macOS and FreeBSD have it. The nio engine has no numbers, but names: ask
   * it for the option of the same name of {@code jdk.net.ExtendedSocketOptions}.
   */
  public static final SocketOption<PeerCredentials> SO_PEERCRED =
      of("SO_PEERCRED", PeerCredentials.class);

  /** What an engine takes for the options that some engine has. */
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("SO_REUSEADDR", Boolean.class),
          Map.entry("SO_REUSEPORT", Boolean.class),
          Map.entry("SO_KEEPALIVE", Boolean.class),
          Map.entry("SO_LINGER", Integer.class),
          Map.entry("SO_SNDBUF", Integer.class),
          Map.entry("SO_RCVBUF", Integer.class),
          Map.entry("SO_PRIORITY", Integer.class),
          Map.entry("SO_INCOMING_CPU", Integer.class),
          Map.entry("SO_INCOMING_NAPI_ID", Integer.class),
          Map.entry("SO_BUSY_POLL", Integer.class),
          Map.entry("IP_TOS", Integer.class),
          Map.entry("IPV6_V6ONLY", Boolean.class),
          Map.entry("TCP_NODELAY", Boolean.class),
          Map.entry("TCP_QUICKACK", Boolean.class),
          Map.entry("TCP_USER_TIMEOUT", Integer.class),
          Map.entry("TCP_KEEPIDLE", Integer.class),
          Map.entry("TCP_KEEPINTERVAL", Integer.class),
          Map.entry("TCP_KEEPCOUNT", Integer.class));

  private IoSocketOptions() {}

  private record Named<T>(String name, Class<T> type) implements SocketOption<T> {
    @Override
    public String toString() {
      return name;
    }
  }

  private static <T> SocketOption<T> of(String name, Class<T> type) {
    return new Named<>(name, type);
  }

  /**
   * Refuses a value that an option cannot have on any system.
   *
   * @throws IllegalArgumentException naming the option, the value, and what is allowed
   */
  static void check(SocketOption<?> option, @Nullable Object value) {
    if (option.name().equals(SO_PEERCRED.name())) {
      throw new IllegalArgumentException("SO_PEERCRED cannot be set; a connected port has it");
    }
    // By its name, too: an option that somebody else has made may have the name and another type.
    Class<?> type = TYPES.getOrDefault(option.name(), option.type());
    if (!option.type().isInstance(value) || !type.isInstance(value)) {
      throw new IllegalArgumentException(
          option.name() + " is " + value + "; its value must be of type " + type.getSimpleName());
    }
    if (!(value instanceof Integer number)) {
      return;
    }
    switch (option.name()) {
      case "SO_SNDBUF", "SO_RCVBUF", "TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT" ->
          require(number >= 1, option, number, "1 or more");
      case "TCP_USER_TIMEOUT", "SO_BUSY_POLL", "SO_PRIORITY", "SO_INCOMING_CPU" ->
          require(number >= 0, option, number, "0 or more");
      case "IP_TOS" -> require(number >= 0 && number <= 255, option, number, "0 to 255");
      case "SO_LINGER" -> require(number >= -1, option, number, "-1 (off) or more, in seconds");
      default -> {
        // What else there is, the system knows.
      }
    }
  }

  private static void require(boolean holds, SocketOption<?> option, int value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(option.name() + " is " + value + "; it must be " + rule);
    }
  }
}
