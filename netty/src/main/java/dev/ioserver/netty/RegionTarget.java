package dev.ioserver.netty;

import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A socket as what a {@code FileRegion} writes to, which takes as much as it can at the moment.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class RegionTarget implements WritableByteChannel {

  private final DescriptorSockets sockets;
  private final SocketDescriptor descriptor;
  private final ByteBufAllocator allocator;

  RegionTarget(DescriptorSockets sockets, SocketDescriptor descriptor, ByteBufAllocator allocator) {
    this.sockets = sockets;
    this.descriptor = descriptor;
    this.allocator = allocator;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int length = source.remaining();
    if (length == 0) {
      return 0;
    }
    int sent = source.isDirect() ? sendDirect(source) : sendCopy(source);
    if (sent == ErrorCodes.WOULD_BLOCK) {
      return 0;
    }
    AbstractIoServerChannel.check(sockets, sent);
    source.position(source.position() + sent);
    return sent;
  }

  private int sendDirect(ByteBuffer source) {
    return sockets.send(
        descriptor.number(), MemorySegment.ofBuffer(source).address(), source.remaining());
  }

  private int sendCopy(ByteBuffer source) {
    int length = source.remaining();
    ByteBuf copy = allocator.directBuffer(length);
    try {
      copy.writeBytes(source.duplicate());
      return sockets.send(descriptor.number(), Pieces.addressOf(copy, 0, length), length);
    } finally {
      copy.release();
    }
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
