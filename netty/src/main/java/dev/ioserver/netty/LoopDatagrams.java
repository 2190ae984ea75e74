package dev.ioserver.netty;

import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Receives and sends the datagrams of one event loop's channels, several with one call. What it
 * needs is made when a channel of datagrams first does.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class LoopDatagrams implements ChannelOutboundBuffer.MessageProcessor {

  /** Datagrams that one call takes. */
  static final int MOST = 64;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private static final int INET4_BYTES = 4;
  private static final long MAPPED = 0xffffL << Integer.SIZE;
  private static final long BYTE = 0xff;

  private final DescriptorSockets sockets;
  private @Nullable DatagramSockets datagrams;
  private @Nullable DatagramBatch incoming;
  private @Nullable DatagramBatch outgoing;
  private int count;

  LoopDatagrams(DescriptorSockets sockets) {
    this.sockets = sockets;
  }

  /** The datagram calls over socket calls. */
  static DatagramSockets of(DescriptorSockets sockets) {
    DatagramSockets found = sockets.datagrams();
    if (found == null) {
      throw new UnsupportedOperationException("this engine has no datagrams");
    }
    return found;
  }

  /** What was received is here. */
  DatagramBatch incoming() {
    DatagramBatch batch = incoming;
    if (batch == null) {
      batch = new DatagramBatch(MOST);
      incoming = batch;
    }
    return batch;
  }

  /**
   * Receives into a buffer, from its writer index on.
   *
   * @param room bytes for each datagram
   * @param most datagrams, 1 to {@link #MOST}; the buffer has room for all
   * @return as {@link DatagramSockets#receive}
   */
  int receive(long descriptor, ByteBuf buffer, int room, int most) {
    DatagramBatch batch = incoming();
    DatagramSockets calls = datagrams();
    int at = buffer.writerIndex();
    if (calls.needsBuffers()) {
      for (int i = 0; i < most; i++) {
        batch.buffer[i] = buffer.nioBuffer(at + i * room, room);
        batch.length[i] = room;
      }
    } else {
      long address = AddressTransfer.addressOf(buffer, at, room * most);
      for (int i = 0; i < most; i++) {
        batch.address[i] = address + (long) i * room;
        batch.length[i] = room;
      }
    }
    try {
      return calls.receive(descriptor, batch, most);
    } finally {
      forget(batch, calls, most);
    }
  }

  /**
   * Sends as many of the flushed messages as one call takes.
   *
   * @return how many; 0 if there are none; or as {@link DatagramSockets#send}
   */
  int send(long descriptor, ChannelOutboundBuffer in) throws Exception {
    count = 0;
    in.forEachFlushedMessage(this);
    DatagramSockets calls = datagrams();
    try {
      return count == 0 ? 0 : calls.send(descriptor, outgoing(), 0, count);
    } finally {
      forget(outgoing(), calls, count);
    }
  }

  /** Not to keep memory that may be given up. */
  private static void forget(DatagramBatch batch, DatagramSockets calls, int count) {
    if (calls.needsBuffers()) {
      Arrays.fill(batch.buffer, 0, count, null);
    }
  }

  /** Notes a message, and says whether there is room for another. */
  @Override
  public boolean processMessage(Object message) {
    DatagramBatch batch = outgoing();
    ByteBuf content;
    if (message instanceof AddressedEnvelope<?, ?> envelope) {
      content = (ByteBuf) envelope.content();
      note(batch, count, (InetSocketAddress) envelope.recipient());
    } else {
      content = (ByteBuf) message;
      note(batch, count, null);
    }
    int length = content.readableBytes();
    batch.length[count] = length;
    // Netty's empty buffer has no memory.
    if (datagrams().needsBuffers()) {
      batch.buffer[count] =
          length == 0 ? NOTHING : content.nioBuffer(content.readerIndex(), length);
    } else {
      batch.address[count] =
          length == 0 ? 0 : AddressTransfer.addressOf(content, content.readerIndex(), length);
    }
    return ++count < MOST;
  }

  /** To whom a datagram goes, in numbers; without one, to whom the socket is connected to. */
  private static void note(DatagramBatch batch, int index, @Nullable InetSocketAddress to) {
    batch.hostHigh[index] = 0;
    batch.scope[index] = 0;
    if (to == null) {
      batch.port[index] = -1;
      batch.hostLow[index] = 0;
      return;
    }
    InetAddress host = to.getAddress();
    byte[] bytes = host.getAddress();
    batch.port[index] = to.getPort();
    if (bytes.length == INET4_BYTES) {
      batch.hostLow[index] = MAPPED | bits(bytes, 0, INET4_BYTES);
      return;
    }
    batch.hostHigh[index] = bits(bytes, 0, Long.BYTES);
    batch.hostLow[index] = bits(bytes, Long.BYTES, Long.BYTES);
    batch.scope[index] = ((Inet6Address) host).getScopeId();
  }

  private static long bits(byte[] bytes, int from, int length) {
    long bits = 0;
    for (int i = from; i < from + length; i++) {
      bits = bits << Byte.SIZE | (bytes[i] & BYTE);
    }
    return bits;
  }

  private DatagramBatch outgoing() {
    DatagramBatch batch = outgoing;
    if (batch == null) {
      batch = new DatagramBatch(MOST);
      outgoing = batch;
    }
    return batch;
  }

  private DatagramSockets datagrams() {
    DatagramSockets found = datagrams;
    if (found == null) {
      found = of(sockets);
      datagrams = found;
    }
    return found;
  }
}
