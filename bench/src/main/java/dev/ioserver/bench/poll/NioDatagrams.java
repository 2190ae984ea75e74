package dev.ioserver.bench.poll;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Datagram sockets as channels of java.nio. */
final class NioDatagrams implements AutoCloseable {

  private final DatagramChannel[] channels;

  NioDatagrams(int count, int ready) throws IOException {
    channels = new DatagramChannel[count];
    for (int i = 0; i < count; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channels[i] = channel;
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.connect(channel.getLocalAddress());
      if (i < ready) {
        channel.write(ByteBuffer.allocate(1));
      }
    }
  }

  DatagramChannel[] channels() {
    return channels;
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel channel : channels) {
      channel.close();
    }
  }
}
