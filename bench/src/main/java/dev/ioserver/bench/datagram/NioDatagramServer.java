package dev.ioserver.bench.datagram;

import dev.ioserver.bench.peer.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** A DatagramChannel and its Selector, in the form that fills no set of keys. */
final class NioDatagramServer extends DatagramServer {

  private final Selector selector = Selector.open();
  private final DatagramChannel channel = DatagramChannel.open();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(Ask.MOST_BYTES);
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Ask.MOST_BYTES);
  private final ByteBuffer told = ByteBuffer.allocateDirect(Long.BYTES);
  private final Consumer<SelectionKey> handler = this::onReady;
  private final int port;
  private final Thread thread;
  private InetSocketAddress to = loopback(0);
  private long received;
  private volatile boolean stopped;

  NioDatagramServer() throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, Ask.RECEIVE_BUFFER);
    channel.bind(loopback(0));
    channel.register(selector, SelectionKey.OP_READ);
    port = channel.socket().getLocalPort();
    thread = new Thread(this::run, "datagrams");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    selector.wakeup();
    Threads.join(thread);
    channel.close();
    selector.close();
  }

  private void run() {
    try {
      while (!stopped) {
        selector.select(handler);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      incoming.clear();
      for (SocketAddress from = channel.receive(incoming);
          from != null;
          from = channel.receive(incoming)) {
        incoming.flip();
        serve(from);
        incoming.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SocketAddress from) throws IOException {
    received++;
    switch (incoming.get(0)) {
      case Ask.TELL -> tell(from);
      case Ask.ECHO -> send(incoming, from);
      case Ask.SEND -> {
        int count = incoming.getInt(Ask.HOW_MANY);
        int bytes = incoming.getInt(Ask.BYTES);
        int port = incoming.getInt(Ask.PORT);
        if (to.getPort() != port) {
          to = loopback(port);
        }
        for (int i = 0; i < count; i++) {
          send(outgoing.clear().limit(bytes), to);
        }
        tell(from);
      }
      default -> {
        // It is counted.
      }
    }
  }

  private void tell(SocketAddress from) throws IOException {
    send(told.putLong(0, received).clear(), from);
  }

  /** What a socket does not take at once is waited for: on loopback it takes all. */
  private void send(ByteBuffer bytes, SocketAddress receiver) throws IOException {
    while (channel.send(bytes, receiver) == 0) {
      Thread.onSpinWait();
    }
  }
}
