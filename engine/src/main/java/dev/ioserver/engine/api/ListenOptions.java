package dev.ioserver.engine.api;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;

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
          SocketOptions.none().with(StandardSocketOptions.SO_REUSEADDR, true));

  private final PortOptions ports;
  private final int backlog;
  private final SocketOptions options;

  private ListenOptions(PortOptions ports, int backlog, SocketOptions options) {
    this.ports = ports;
    this.backlog = backlog;
    this.options = options;
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
    return new ListenOptions(Objects.requireNonNull(value, "value"), backlog, options);
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
    return new ListenOptions(ports, connections, options);
  }

  /** {@return what the kernel is told of the listening socket, beside what its ports have} */
  public SocketOptions options() {
    return options;
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
    return new ListenOptions(ports, backlog, options.with(option, value));
  }
}
