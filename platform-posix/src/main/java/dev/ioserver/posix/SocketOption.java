package dev.ioserver.posix;

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
  /** An IPv6 socket that takes no IPv4 connections. */
  IPV6_V6ONLY;

  /** The call that sets it, for messages: made once, since a failing call shall not allocate. */
  private final String setter = "setsockopt(" + name() + ")";

  /** "setsockopt(SO_RCVBUF)" and its like. */
  String setter() {
    return setter;
  }
}
