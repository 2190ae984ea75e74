package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same echo server on java.nio and on ioserver. */
@Timeout(180)
class JavaNioGuideTest {

  private final CompletableFuture<SocketAddress> bound = new CompletableFuture<>();
  private volatile boolean running = true;

  private void onListening(SocketAddress address) {
    bound.complete(address);
  }

  // @start region="nio"
  void before(InetSocketAddress address, Selector selector) throws IOException {
    try (selector;
        ServerSocketChannel listener = ServerSocketChannel.open().bind(address)) {
      listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      onListening(listener.getLocalAddress());
      while (running) {
        selector.select();
        for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
          SelectionKey key = i.next();
          i.remove();
          if (key.isAcceptable()) {
            SocketChannel accepted = listener.accept();
            if (accepted != null) {
              accepted
                  .configureBlocking(false)
                  .register(selector, SelectionKey.OP_READ, ByteBuffer.allocateDirect(65_536));
            }
          } else {
            echo(key);
          }
        }
      }
    }
  }

  static void echo(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    ByteBuffer buffer = (ByteBuffer) key.attachment();
    try {
      boolean ended = channel.read(buffer) < 0;
      buffer.flip();
      channel.write(buffer);
      // What the kernel did not take waits for OP_WRITE.
      key.interestOps(buffer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      boolean done = ended && !buffer.hasRemaining();
      buffer.compact();
      if (done) {
        channel.close();
      }
    } catch (IOException e) {
      channel.close(); // the peer is gone
    }
  }

  // @end

  // @start region="ioserver"
  void after(InetSocketAddress address) throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns())) {
      Listener listener = io.listen(address);
      onListening(listener.localAddress());
      while (running) {
        switch (io.select().receive()) { // ports join it by themselves
          case Accepted accepted -> accepted.port().active(16);
          case Data data -> echo(data);
          case PeerClosed end -> end.port().close(); // after what was sent is written
          default -> {}
        }
      }
    }
  }

  static void echo(Data data) throws InterruptedException {
    try {
      data.port().send(data.bytes()); // waits for room, and runs the loop meanwhile
      data.port().active(1);
    } catch (ChannelClosedException e) {
      // the peer is gone
    } finally {
      data.release();
    }
  }

  // @end

  private void echoes() throws Exception {
    try (Socket client = Loopback.connect(bound.get(60, TimeUnit.SECONDS))) {
      for (int i = 0; i < 40; i++) {
        client.getOutputStream().write(i);
        assertEquals(i, client.getInputStream().read());
      }
      client.shutdownOutput();
      assertEquals(-1, client.getInputStream().read());
    }
    running = false;
    try {
      Loopback.connect(bound.get()).close(); // an event, behind which it is seen
    } catch (ConnectException e) {
      // It was seen behind the last message of the port already.
    }
  }

  @Test
  void onJavaNio() throws Exception {
    Selector selector = Selector.open();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    before(Loopback.anyPort(), selector);
                  } catch (IOException e) {
                    bound.completeExceptionally(e);
                  }
                });
    echoes();
    assertTrue(thread.join(Loopback.PATIENCE));
  }

  @Test
  void onIoServer() throws Exception {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    after(Loopback.anyPort());
                  } catch (Exception e) {
                    bound.completeExceptionally(e);
                  }
                });
    echoes();
    assertTrue(thread.join(Loopback.PATIENCE));
  }
}
