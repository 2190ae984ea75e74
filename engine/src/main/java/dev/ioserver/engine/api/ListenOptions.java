package dev.ioserver.engine.api;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a listener behaves. Immutable; each method that takes a value gives a changed copy.
 *
 * {@snippet file="dev/ioserver/engine/snippets/OptionsSnippetTest.java" region="listen"}
 *
 * <p>Thread-safety: immutable.
 */
public final class ListenOptions {

  private static final ListenOptions DEFAULTS =
      new ListenOptions(
          PortOptions.defaults(),
          1024,
          SocketOptions.none().with(StandardSocketOptions.SO_REUSEADDR, true),
          SocketOptions.none(),
          false,
          null);

  private final PortOptions ports;
  private final int backlog;
  private final SocketOptions options;

  /** Those of the options that somebody has named. */
  private final SocketOptions named;

  private final boolean removeLeftOverFile;
  private final @Nullable TrustedProxies proxies;

  private ListenOptions(
      PortOptions ports,
      int backlog,
      SocketOptions options,
      SocketOptions named,
      boolean removeLeftOverFile,
      @Nullable TrustedProxies proxies) {
    this.proxies = proxies;
    this.ports = ports;
    this.backlog = backlog;
    this.options = options;
    this.named = named;
    this.removeLeftOverFile = removeLeftOverFile;
  }

  /**
   * {@return the defaults named at each part, and SO_REUSEADDR on, so that a restart need not wait
   * for old connections}
   */
  public static ListenOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return the options of the ports that the listener accepts} Their socket options are set on
   * the listening socket where accepted sockets inherit them: TCP takes the window scale from
   * there, and no accepted connection costs a call.
   */
  public PortOptions ports() {
    return ports;
  }

  /**
   * {@return a copy with other options for accepted ports}
   *
   * @param value the new one
   */
  public ListenOptions ports(PortOptions value) {
    return new ListenOptions(
        Objects.requireNonNull(value, "value"),
        backlog,
        options,
        named,
        removeLeftOverFile,
        proxies);
  }

  /** {@return connections that may wait to be accepted; 1,024 by default; the system may cap it} */
  public int backlog() {
    return backlog;
  }

  /**
   * {@return a copy with another backlog}
   *
   * @param connections 1 or more
   */
  public ListenOptions backlog(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("backlog is " + connections + "; it must be 1 or more");
    }
    return new ListenOptions(ports, connections, options, named, removeLeftOverFile, proxies);
  }

  /** {@return what the kernel is told of the listening socket, beside what its ports have} */
  public SocketOptions options() {
    return options;
  }

  /**
   * {@return what the kernel is told of a socket that listens on that address, and of its ports} A
   * Unix socket is told only what somebody has named, and none of the defaults, which are TCP's.
   *
   * @param address where to listen
   */
  public SocketOptions optionsFor(SocketAddress address) {
    SocketOptions own = address instanceof InetSocketAddress ? options : named;
    return own.plus(ports.optionsFor(address));
  }

  /**
   * {@return whether the file of a Unix socket on which nobody listens any more is removed first;
   * false by default}
   */
  public boolean removeLeftOverFile() {
    return removeLeftOverFile;
  }

  /**
   * {@return a copy that does, or does not, remove a left-over file first} A listener that is
   * closed removes the file of its Unix socket. One that is killed leaves the file behind, and the
   * next one fails with {@link SystemCallException.Kind#ADDRESS_IN_USE}. With this option it
   * connects to the socket first, as a client would. If nobody accepts there, it removes the file
   * and listens. A file that is no socket is never removed.
   *
   * <p>Two programs that start at the same moment may both find the file left over, and one then
   * removes what the other has just made. Whoever may start a server twice keeps that apart by a
   * lock of its own.
   *
   * @param value whether to remove it
   */
  public ListenOptions removeLeftOverFile(boolean value) {
    return new ListenOptions(ports, backlog, options, named, value, proxies);
  }

  /** {@return whose connections begin with a PROXY header; null, which is nobody, by default} */
  public @Nullable TrustedProxies proxies() {
    return proxies;
  }

  /**
   * {@return a copy that lets trusted proxies say for whom they connect} The header is taken off
   * before the first message, and {@link Port#proxyHeader()} has it then. A trusted peer that sends
   * something else ends its port with {@link MalformedFrameException}.
   *
   * @param value who is trusted; null for nobody
   */
  public ListenOptions proxies(@Nullable TrustedProxies value) {
    return new ListenOptions(ports, backlog, options, named, removeLeftOverFile, value);
  }

  /**
   * {@return a copy with a socket option of the listening socket: SO_REUSEADDR, SO_REUSEPORT,
   * {@link IoSocketOptions#IPV6_V6ONLY} and others}
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the new one
   * @throws IllegalArgumentException if the value is not one that the option can have
   */
  public <T> ListenOptions option(SocketOption<T> option, T value) {
    return new ListenOptions(
        ports,
        backlog,
        options.with(option, value),
        named.with(option, value),
        removeLeftOverFile,
        proxies);
  }
}
