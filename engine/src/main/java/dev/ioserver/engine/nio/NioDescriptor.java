package dev.ioserver.engine.nio;

import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel and the descriptor it goes by. Its selection keys are found through the channel, since
 * it may be registered with several selectors.
 *
 * <p>Thread-safety: immutable, but for the memberships, which belong to the descriptor's loop.
 */
final class NioDescriptor {
  private final long id;
  private final SelectableChannel channel;

  /** The channel again, so that the calls for data need no cast; null if it is of another type. */
  private final @Nullable SocketChannel socket;

  private final @Nullable ServerSocketChannel server;

  private final @Nullable DatagramChannel datagrams;

  /**
   * The groups of a datagram channel. They are with the descriptor since it may move to another
   * loop; only the loop that has it looks at them.
   */
  private final Map<NioMembership, MembershipKey> memberships;

  NioDescriptor(long id, SelectableChannel channel) {
    this.id = id;
    this.channel = channel;
    this.socket = channel instanceof SocketChannel s ? s : null;
    this.server = channel instanceof ServerSocketChannel s ? s : null;
    this.datagrams = channel instanceof DatagramChannel d ? d : null;
    this.memberships = datagrams == null ? Map.of() : new HashMap<>();
  }

  long id() {
    return id;
  }

  SelectableChannel channel() {
    return channel;
  }

  @Nullable SocketChannel socket() {
    return socket;
  }

  @Nullable ServerSocketChannel server() {
    return server;
  }

  @Nullable DatagramChannel datagrams() {
    return datagrams;
  }

  Map<NioMembership, MembershipKey> memberships() {
    return memberships;
  }
}
