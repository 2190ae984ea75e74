package dev.ioserver.netty;

import dev.ioserver.engine.spi.AddressSockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Over the addresses of memory: nothing is copied, and no object is made.
 *
 * <p>The addresses are asked for anew before each write: what Netty remembers of a buffer it does
 * not move on after a partial write.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class AddressTransfer implements Transfer, ChannelOutboundBuffer.MessageProcessor {

  private final AddressSockets sockets;
  private final int most;

  private int count;
  private long firstAddress;
  private int firstLength;

  AddressTransfer(AddressSockets sockets) {
    this.sockets = sockets;
    this.most = sockets.maxPieces();
  }

  @Override
  public int receive(long descriptor, ByteBuf buffer, int at, int length) {
    return sockets.receive(descriptor, addressOf(buffer, at, length), length);
  }

  @Override
  public int peek(long descriptor) {
    return sockets.peek(descriptor);
  }

  @Override
  public long write(long descriptor, ChannelOutboundBuffer in) throws Exception {
    count = 0;
    in.forEachFlushedMessage(this);
    return switch (count) {
      case 0 -> 0;
      case 1 -> sockets.send(descriptor, firstAddress, firstLength);
      default -> sockets.sendPieces(descriptor, count);
    };
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
    if (buffer.hasMemoryAddress()) {
      return add(buffer.memoryAddress() + buffer.readerIndex(), length);
    }
    if (buffer.nioBufferCount() == 1) {
      return add(addressOf(buffer, buffer.readerIndex(), length), length);
    }
    for (ByteBuffer part : buffer.nioBuffers()) {
      if (part.hasRemaining() && !add(MemorySegment.ofBuffer(part).address(), part.remaining())) {
        return false;
      }
    }
    return true;
  }

  /** Adds a piece, and says whether there is room for another. */
  private boolean add(long address, int length) {
    if (count == 0) {
      // Noted only when there is a second one: most writes are of one buffer.
      firstAddress = address;
      firstLength = length;
    } else {
      if (count == 1) {
        sockets.piece(0, firstAddress, firstLength);
      }
      sockets.piece(count, address, length);
    }
    return ++count < most;
  }

  /** The address of a part of a direct buffer, whether Netty knows it or not. */
  static long addressOf(ByteBuf buffer, int index, int length) {
    return buffer.hasMemoryAddress()
        ? buffer.memoryAddress() + index
        : MemorySegment.ofBuffer(buffer.internalNioBuffer(index, length)).address();
  }

  @Override
  public int send(long descriptor, ByteBuffer source, ByteBufAllocator allocator) {
    int length = source.remaining();
    if (source.isDirect()) {
      return sockets.send(descriptor, MemorySegment.ofBuffer(source).address(), length);
    }
    ByteBuf copy = allocator.directBuffer(length);
    try {
      copy.writeBytes(source.duplicate());
      return sockets.send(descriptor, addressOf(copy, 0, length), length);
    } finally {
      copy.release();
    }
  }
}
