package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.PeerCredentials;
import dev.ioserver.engine.api.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sets and reads the options of channels, by the names of the options. */
final class NioSocketOptions {

  /** What connections of Unix sockets know, and can be told. */
  private static final Set<String> OF_UNIX_CONNECTIONS =
      Set.of("SO_LINGER", "SO_RCVBUF", "SO_SNDBUF");

  private NioSocketOptions() {}

  /**
   * Sets the options of a connection: each costs a system call.
   *
   * @throws UnsupportedOperationException if an option is not to be had here
   */
  static void apply(NetworkChannel channel, SocketOptions options) throws IOException {
    for (int i = 0; i < options.size(); i++) {
      set(channel, options.option(i), options.valueAt(i));
    }
  }

  /**
   * Sets what a listening channel can have, before it is bound. What only connections have they get
   * when they are accepted.
   *
   * @throws UnsupportedOperationException if an option is not to be had here
   */
  static void applyToListener(
      ServerSocketChannel channel, SocketAddress address, SocketOptions options)
      throws IOException {
    InetAddress host = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
    Set<String> ofConnections = host == null ? OF_UNIX_CONNECTIONS : OfConnections.NAMES;
    for (int i = 0; i < options.size(); i++) {
      SocketOption<?> option = options.option(i);
      if (host != null
          && option.name().equals(IoSocketOptions.IPV6_V6ONLY.name())
          && !host.isAnyLocalAddress()) {
        // To another address than the wildcard no packet of the other family comes anyway.
        continue;
      }
      if (known(channel, option) != null || !ofConnections.contains(option.name())) {
        set(channel, option, options.valueAt(i));
      }
    }
  }

  /**
   * Sets what a connection does not have from its listener: whatever only connections know, and
   * whatever java.nio does not promise to be inherited.
   */
  static void applyToAccepted(NetworkChannel channel, SocketOptions options) {
    for (int i = 0; i < options.size(); i++) {
      SocketOption<?> option = options.option(i);
      if (known(channel, option) != null && !isOfListener(option)) {
        try {
          set(channel, option, options.valueAt(i));
        } catch (IOException e) {
          // As with the other engines the connection goes on without; if it was reset in the
          // backlog, where macOS refuses options, its first read tells.
        }
      }
    }
  }

  /**
   * Sets one option.
   *
   * @throws UnsupportedOperationException if it is not to be had here
   */
  static void set(NetworkChannel channel, SocketOption<?> option, Object value) throws IOException {
    if (option.name().equals(IoSocketOptions.IPV6_V6ONLY.name()) && value.equals(false)) {
      // What java.nio makes of every IPv6 socket.
      return;
    }
    SocketOption<?> known = known(channel, option);
    if (known == null) {
      throw new UnsupportedOperationException(option.name());
    }
    cast(channel, known, value);
  }

  /**
   * Reads one option.
   *
   * @throws UnsupportedOperationException if it is not to be had here
   */
  static @Nullable Object get(NetworkChannel channel, SocketOption<?> option) throws IOException {
    SocketOption<?> known = known(channel, option);
    // java.nio knows the names of who a peer is, and no numbers.
    if (known == null || option.type() == PeerCredentials.class) {
      throw new UnsupportedOperationException(option.name());
    }
    return channel.getOption(known);
  }

  /** The names of what connections have. */
  static String names() {
    return String.join(", ", OfConnections.NAMES);
  }

  /** What connections know; asked of one, once. */
  private static final class OfConnections {

    static final Set<String> NAMES = find();

    private static Set<String> find() {
      try (SocketChannel channel = SocketChannel.open()) {
        return channel.supportedOptions().stream()
            .map(SocketOption::name)
            .collect(Collectors.toCollection(TreeSet::new));
      } catch (IOException e) {
        // No descriptor to ask with: what every JDK has.
        return new TreeSet<>(
            Set.of("IP_TOS", "SO_KEEPALIVE", "SO_LINGER", "SO_RCVBUF", "SO_SNDBUF", "TCP_NODELAY"));
      }
    }
  }

  private static boolean isOfListener(SocketOption<?> option) {
    return option.name().equals(StandardSocketOptions.SO_REUSEADDR.name())
        || option.name().equals(StandardSocketOptions.SO_REUSEPORT.name())
        || option.name().equals(IoSocketOptions.IPV6_V6ONLY.name());
  }

  /** The channel's own option of that name, or null: ours are other objects of the same name. */
  private static @Nullable SocketOption<?> known(NetworkChannel channel, SocketOption<?> option) {
    for (SocketOption<?> each : channel.supportedOptions()) {
      if (each.name().equals(option.name())) {
        return each;
      }
    }
    return null;
  }

  private static <T> void cast(NetworkChannel channel, SocketOption<T> option, Object value)
      throws IOException {
    channel.setOption(option, option.type().cast(value));
  }
}
