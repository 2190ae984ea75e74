package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.Sockets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The socket options that are set or read, under the names that {@link java.net.SocketOption} has
 * for them. One that the system does not have has the number {@link Sockets#ABSENT}.
 */
public enum SocketOption {
  /** Bind in spite of old connections. */
  SO_REUSEADDR(Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR),

  /**
   * Listeners that share an address share its connections: on FreeBSD (12) that is an option of its
   * own, and with SO_REUSEPORT one of them gets all.
   */
  SO_REUSEPORT(Sockets.SOL_SOCKET, oneOf(Sockets.SO_REUSEPORT_LB, Sockets.SO_REUSEPORT)),

  /** Ask a silent peer from time to time. */
  SO_KEEPALIVE(Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE),

  /**
   * What close does with bytes that were not sent yet; counted in seconds, for which macOS has an
   * option of its own.
   */
  SO_LINGER(Sockets.SOL_SOCKET, oneOf(Sockets.SO_LINGER_SEC, Sockets.SO_LINGER)),

  /** The bytes that the kernel takes before it makes a sender wait. */
  SO_SNDBUF(Sockets.SOL_SOCKET, Sockets.SO_SNDBUF),

  /** The bytes that the kernel keeps for a slow receiver. */
  SO_RCVBUF(Sockets.SOL_SOCKET, Sockets.SO_RCVBUF),

  /** Datagrams may go to broadcast addresses. */
  SO_BROADCAST(Sockets.SOL_SOCKET, Datagrams.SO_BROADCAST),

  /** No SIGPIPE for a write to a peer that is gone. */
  SO_NOSIGPIPE(Sockets.SOL_SOCKET, Sockets.SO_NOSIGPIPE),

  /** Send small packets at once. */
  TCP_NODELAY(Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY),

  /** Acknowledge at once; a mode of a connection that the kernel leaves by itself. */
  TCP_QUICKACK(Sockets.IPPROTO_TCP, Sockets.TCP_QUICKACK),

  /** Milliseconds that sent bytes may stay unacknowledged. */
  TCP_USER_TIMEOUT(Sockets.IPPROTO_TCP, Sockets.TCP_USER_TIMEOUT),

  /** Seconds of silence before the first keep-alive probe; TCP_KEEPALIVE on macOS. */
  TCP_KEEPIDLE(Sockets.IPPROTO_TCP, oneOf(Sockets.TCP_KEEPIDLE, Sockets.TCP_KEEPALIVE)),

  /** Seconds between keep-alive probes; TCP_KEEPINTVL in C. */
  TCP_KEEPINTERVAL(Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL),

  /** Keep-alive probes without an answer until the connection fails; TCP_KEEPCNT in C. */
  TCP_KEEPCOUNT(Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT),

  /** The type of service that IPv4 packets bear. */
  IP_TOS(Sockets.IPPROTO_IP, Sockets.IP_TOS),

  /** The priority for the queues of the device. */
  SO_PRIORITY(Sockets.SOL_SOCKET, Sockets.SO_PRIORITY),

  /** The processor that handles the socket. */
  SO_INCOMING_CPU(Sockets.SOL_SOCKET, Sockets.SO_INCOMING_CPU),

  /** The queue of the device that the last packet came by. */
  SO_INCOMING_NAPI_ID(Sockets.SOL_SOCKET, Sockets.SO_INCOMING_NAPI_ID),

  /** Microseconds that a read which finds nothing polls the device. */
  SO_BUSY_POLL(Sockets.SOL_SOCKET, Sockets.SO_BUSY_POLL),

  /** An IPv6 socket that takes no IPv4 connections. */
  IPV6_V6ONLY(Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY);

  private static final Map<String, SocketOption> BY_NAME = byName();

  private final int level;
  private final int number;

  /** The call that sets it, for messages: made once, since a failing call shall not allocate. */
  private final String setter = "setsockopt(" + name() + ")";

  SocketOption(int level, int number) {
    this.level = level;
    this.number = number;
  }

  /** The option of that name if users may set it and this system has it, or null. */
  static @Nullable SocketOption named(String name) {
    return BY_NAME.get(name);
  }

  /** A loop, since a stream with its lambdas costs milliseconds before the first byte. */
  private static Map<String, SocketOption> byName() {
    Map<String, SocketOption> found = new HashMap<>();
    for (SocketOption option : values()) {
      if (option.isPublic()) {
        found.put(option.name(), option);
      }
    }
    return Map.copyOf(found);
  }

  /** The names of the options that this system has, for messages. */
  static String names() {
    return Arrays.stream(values())
        .filter(SocketOption::isPublic)
        .map(Enum::name)
        .collect(Collectors.joining(", "));
  }

  /** SOL_SOCKET or a protocol. */
  public int level() {
    return level;
  }

  /** The number within the level. */
  public int number() {
    return number;
  }

  /** "setsockopt(SO_RCVBUF)" and its like. */
  String setter() {
    return setter;
  }

  /** Whether it is there for users; the other is the engine's own business. */
  private boolean isPublic() {
    return number != Sockets.ABSENT && this != SO_NOSIGPIPE;
  }

  /** The first if this system has it, else the second. */
  private static int oneOf(int first, int second) {
    return first == Sockets.ABSENT ? second : first;
  }
}
