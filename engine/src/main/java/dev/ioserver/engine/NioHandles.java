package dev.ioserver.engine;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.nio.NioDescriptors;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;

/**
 * Descriptors for the channels of java.nio, to be registered with an {@link IoSelector} of the nio
 * engine. On the kernel engines a descriptor is the system's own; java.nio hides that one.
 *
 * <p>A channel that is done with is deregistered, its descriptor released, and then closed. One
 * that is closed while it is registered keeps its system descriptor until its selector selects
 * again.
 *
 * <p>A {@link java.nio.channels.SocketChannel} that is connecting reports the outcome as {@link
 * Interest#WRITE}, or as {@link Interest#READ} if that is all it was registered for, until {@link
 * java.nio.channels.SocketChannel#finishConnect()} was called.
 *
 * <p>Thread-safety: any thread.
 */
public final class NioHandles {

  private NioHandles() {}

  /**
   * The descriptor to register a channel with. Each call gives another one, and each must be
   * released: until then it keeps the channel reachable. With one selector a channel can be
   * registered once.
   *
   * @param channel a channel of the default provider, in non-blocking mode
   * @return a descriptor, above 0
   * @throws IllegalBlockingModeException if the channel is in blocking mode
   */
  public static long of(SelectableChannel channel) {
    if (channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    return NioDescriptors.register(channel);
  }

  /**
   * Takes a descriptor back; the channel stays open. One that was released before is let be.
   *
   * @param descriptor what the registration of the channel gave
   */
  public static void release(long descriptor) {
    NioDescriptors.release(descriptor);
  }
}
