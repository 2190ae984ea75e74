package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.function.Consumer;

/** A loop on java.nio: in the form that fills no set of keys, or in the one that does. */
final class NioEchoServer extends EchoServer {

  private static final int ROOM = 1 << 16;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
  private final Consumer<SelectionKey> handler = this::onReady;
  private final SocketAddress address;
  private final Thread thread;
  private volatile boolean stopped;

  /** One of these. */
  static EchoServer open(boolean busy, boolean keys) throws IOException {
    return new NioEchoServer(ServerSocketChannel.open(), Place.anyPort(), busy, keys);
  }

  /** The same over a Unix socket. */
  static EchoServer openUnix() throws IOException {
    return new NioEchoServer(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX), Place.newFile(), false, false);
  }

  private NioEchoServer(
      ServerSocketChannel listener, SocketAddress where, boolean busy, boolean keys)
      throws IOException {
    this.listener = listener;
    listener.configureBlocking(false);
    listener.bind(where, 1024);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    address = listener.getLocalAddress();
    thread = new Thread(() -> run(busy, keys), "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    selector.wakeup();
    Threads.join(thread);
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void run(boolean busy, boolean keys) {
    try {
      while (!stopped) {
        if (keys) {
          selectKeys(busy);
        } else if (busy) {
          selector.selectNow(handler);
        } else {
          selector.select(handler);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void selectKeys(boolean busy) throws IOException {
    if (busy) {
      selector.selectNow();
    } else {
      selector.select();
    }
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      onReady(key);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        echoOrClose((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel accepted = listener.accept();
    if (accepted != null) {
      accepted.configureBlocking(false);
      if (address instanceof InetSocketAddress) {
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      accepted.register(selector, SelectionKey.OP_READ);
    }
  }

  private void echoOrClose(SocketChannel socket) throws IOException {
    try {
      echo(socket);
    } catch (IOException _) {
      // A client that closes with echoes unread resets its connection.
      socket.close();
    }
  }

  private void echo(SocketChannel socket) throws IOException {
    buffer.clear();
    if (socket.read(buffer) < 0) {
      socket.close();
      return;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      socket.write(buffer);
    }
  }
}
