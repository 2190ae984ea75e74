package dev.ioserver.posix;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The socket options that are set or read, under the names that they have on most systems. */
public enum SocketOption {
  /** The error that a socket keeps, which reading clears. */
  SO_ERROR,
  /** Bind in spite of old connections. */
  SO_REUSEADDR,
  /** Listeners that share an address share its connections. */
  SO_REUSEPORT,
  /** Ask a silent peer from time to time. */
  SO_KEEPALIVE,
  /** What close does with bytes that were not sent yet; counted in seconds. */
  SO_LINGER,
  /** The bytes that the kernel takes before it makes a sender wait. */
  SO_SNDBUF,
  /** The bytes that the kernel keeps for a slow receiver. */
  SO_RCVBUF,
  /** No SIGPIPE for a write to a peer that is gone. */
  SO_NOSIGPIPE,
  /** Send small packets at once. */
  TCP_NODELAY,
  /** Acknowledge at once; a mode of a connection that the kernel leaves by itself. */
  TCP_QUICKACK,
  /** Milliseconds that sent bytes may stay unacknowledged. */
  TCP_USER_TIMEOUT,
  /** Seconds of silence before the first keep-alive probe. */
  TCP_KEEPIDLE,
  /** Seconds between keep-alive probes; TCP_KEEPINTVL in C. */
  TCP_KEEPINTERVAL,
  /** Keep-alive probes without an answer until the connection fails; TCP_KEEPCNT in C. */
  TCP_KEEPCOUNT,
  /** The type of service that packets bear. */
  IP_TOS,
  /** The priority for the queues of the device. */
  SO_PRIORITY,
  /** The processor that handles the socket. */
  SO_INCOMING_CPU,
  /** The queue of the device that the last packet came by. */
  SO_INCOMING_NAPI_ID,
  /** Microseconds that a read which finds nothing polls the device. */
  SO_BUSY_POLL,
  /** An IPv6 socket that takes no IPv4 connections. */
  IPV6_V6ONLY;

  private static final Map<String, SocketOption> BY_NAME =
      Arrays.stream(values())
          .filter(SocketOption::isPublic)
          .collect(Collectors.toUnmodifiableMap(Enum::name, option -> option));

  /** The call that sets it, for messages: made once, since a failing call shall not allocate. */
  private final String setter = "setsockopt(" + name() + ")";

  /** The option of that name, or null; it is the name that {@link java.net.SocketOption} has. */
  static @Nullable SocketOption named(String name) {
    return BY_NAME.get(name);
  }

  /** Whether users may set it; the others are the engine's own business. */
  boolean isPublic() {
    return this != SO_ERROR && this != SO_NOSIGPIPE;
  }

  /** "setsockopt(SO_RCVBUF)" and its like. */
  String setter() {
    return setter;
  }
}
