package dev.ioserver.bench.channel;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A silent socket and a channel, waited for together. */
abstract class Mixed implements AutoCloseable {

  static Mixed of(String peer) throws IOException, InterruptedException {
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> new OfSelect(peer);
      case Peers.JAVA_NIO -> new OfSelector();
      default -> throw new IllegalArgumentException(peer + " cannot wait for both");
    };
  }

  abstract void send(Object message);

  abstract Object receive() throws Exception;

  @Override
  public abstract void close() throws IOException;

  private static final class OfSelect extends Mixed {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final IoServer io;
    private final Channel<Object> channel = Channels.mpsc(64);

    OfSelect(String peer) throws IOException, InterruptedException {
      io = server(peer);
      io.connect((InetSocketAddress) listener.getLocalSocketAddress()).active(16);
      Object first = io.any().receive();
      if (!(first instanceof Connected)) {
        throw new IOException("not connected: " + first);
      }
      io.any().add(channel);
    }

    private static IoServer server(String peer) throws SystemCallException {
      return IoServer.open(IoServerOptions.defaults().callerRuns().engine(Peers.engine(peer)));
    }

    @Override
    void send(Object message) {
      channel.trySend(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return io.any().receive();
    }

    @Override
    public void close() throws IOException {
      io.claim();
      io.close();
      listener.close();
    }
  }

  private static final class OfSelector extends Mixed {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final Selector selector = Selector.open();
    private final SocketChannel socket;

    OfSelector() throws IOException {
      socket = SocketChannel.open(listener.getLocalSocketAddress());
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ);
    }

    @Override
    void send(Object message) {
      queue.offer(message);
      selector.wakeup();
    }

    /** A wake-up has to be taken out of the selector, or it would end the next wait. */
    @Override
    Object receive() throws IOException {
      while (true) {
        selector.select();
        selector.selectedKeys().clear();
        Object message = queue.poll();
        if (message != null) {
          return message;
        }
      }
    }

    @Override
    public void close() throws IOException {
      selector.close();
      socket.close();
      listener.close();
    }
  }
}
