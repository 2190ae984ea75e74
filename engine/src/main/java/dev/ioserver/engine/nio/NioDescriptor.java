package dev.ioserver.engine.nio;

import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel and the descriptor it goes by. Its selection keys are found through the channel, since
 * it may be registered with several selectors.
 *
 * <p>Thread-safety: immutable.
 */
final class NioDescriptor {
  private final long id;
  private final SelectableChannel channel;

  /** The channel again, so that the calls for data need no cast; null if it is of another type. */
  private final @Nullable SocketChannel socket;

  private final @Nullable ServerSocketChannel server;

  NioDescriptor(long id, SelectableChannel channel) {
    this.id = id;
    this.channel = channel;
    this.socket = channel instanceof SocketChannel s ? s : null;
    this.server = channel instanceof ServerSocketChannel s ? s : null;
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
}
