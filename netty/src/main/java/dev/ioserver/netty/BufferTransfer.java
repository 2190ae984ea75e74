package dev.ioserver.netty;

import dev.ioserver.engine.spi.BufferSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Over the buffers of java.nio.
 *
 * <p>A call gets views of its own: two messages may be parts of one buffer, whose own view has one
 * position.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class BufferTransfer implements Transfer, ChannelOutboundBuffer.MessageProcessor {

  /** Buffers in one call; java.nio walks and locks each of them. */
  private static final int MOST = 64;

  private final BufferSockets sockets;
  private final ByteBuffer[] parts = new ByteBuffer[MOST];
  private int count;

  BufferTransfer(BufferSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public int receive(long descriptor, ByteBuf buffer, int at, int length) {
    return sockets.receive(descriptor, buffer.nioBuffer(at, length));
  }

  /** {@inheritDoc} java.nio cannot look: the end waits for who reads. */
  @Override
  public int peek(long descriptor) {
    return ErrorCodes.WOULD_BLOCK;
  }

  @Override
  public long write(long descriptor, ChannelOutboundBuffer in) throws Exception {
    count = 0;
    try {
      in.forEachFlushedMessage(this);
      return switch (count) {
        case 0 -> 0;
        case 1 -> sockets.send(descriptor, parts[0]);
        default -> sockets.send(descriptor, parts, count);
      };
    } finally {
      // Not to keep memory that may be given up.
      Arrays.fill(parts, 0, count, null);
    }
  }

  @Override
  public boolean processMessage(Object message) {
    if (!(message instanceof ByteBuf buffer)) {
      return false;
    }
    int length = buffer.readableBytes();
    if (length == 0) {
      return true;
    }
    if (buffer.nioBufferCount() == 1) {
      return add(buffer.nioBuffer(buffer.readerIndex(), length));
    }
    for (ByteBuffer part : buffer.nioBuffers()) {
      if (part.hasRemaining() && !add(part)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a part, and says whether there is room for another. */
  private boolean add(ByteBuffer part) {
    parts[count] = part;
    return ++count < MOST;
  }

  @Override
  public int send(long descriptor, ByteBuffer source, ByteBufAllocator allocator) {
    return sockets.send(descriptor, source.duplicate());
  }
}
