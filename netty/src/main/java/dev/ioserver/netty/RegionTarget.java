package dev.ioserver.netty;

import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A socket as what a {@code FileRegion} writes to, which takes as much as it can at the moment.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class RegionTarget implements WritableByteChannel {

  private final LoopCalls calls;
  private final SocketDescriptor descriptor;
  private final ByteBufAllocator allocator;

  RegionTarget(LoopCalls calls, SocketDescriptor descriptor, ByteBufAllocator allocator) {
    this.calls = calls;
    this.descriptor = descriptor;
    this.allocator = allocator;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (!source.hasRemaining()) {
      return 0;
    }
    int sent = calls.transfer().send(descriptor.number(), source, allocator);
    if (sent == ErrorCodes.WOULD_BLOCK) {
      return 0;
    }
    AbstractIoServerChannel.check(calls.sockets(), sent);
    source.position(source.position() + sent);
    return sent;
  }

  @Override
  public boolean isOpen() {
    return descriptor.isOpen();
  }

  /** Does nothing: a region does not close the channel that it is written to. */
  @Override
  public void close() {
    // The channel closes its descriptor itself.
  }
}
