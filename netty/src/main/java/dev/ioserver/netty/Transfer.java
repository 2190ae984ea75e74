package dev.ioserver.netty;

import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.BufferSockets;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;

/**
 * How bytes go from a socket to the buffers of Netty and back: by their addresses where descriptors
 * are the kernel's, else by the buffers of java.nio that they are made of.
 *
 * <p>Results are those of the calls: how many bytes, or what they say otherwise.
 *
 * <p>Thread-safety: the event loop's thread.
 */
interface Transfer {

  /** That of an engine's calls. */
  static Transfer of(DescriptorSockets sockets) {
    return switch (sockets) {
      case AddressSockets calls -> new AddressTransfer(calls);
      case BufferSockets calls -> new BufferTransfer(calls);
      default ->
          throw new IllegalArgumentException(
              sockets.getClass().getName() + " has no calls that read into a caller's memory");
    };
  }

  /**
   * Reads into a direct buffer, and moves none of its indices.
   *
   * @param at where in the buffer
   * @param length how many bytes at most, 1 or more
   */
  int receive(long descriptor, ByteBuf buffer, int at, int length);

  /**
   * Looks what the next {@link #receive} would find. An engine that cannot look says {@link
   * dev.ioserver.engine.spi.ErrorCodes#WOULD_BLOCK}, as if nothing were there.
   */
  int peek(long descriptor);

  /**
   * Writes as much of the flushed buffers, up to the first message of another kind, as one call
   * takes.
   *
   * @return how many bytes, 0 if there are none; or what the call returned
   */
  long write(long descriptor, ChannelOutboundBuffer in) throws Exception;

  /**
   * Writes from a buffer that has a byte at least, and does not move its position.
   *
   * @param allocator makes a copy in native memory, where one is needed
   */
  int send(long descriptor, ByteBuffer source, ByteBufAllocator allocator);
}
