package dev.ioserver.bench.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Echoes over {@link BareTls}, one connection after another, on one thread. What a server takes
 * beyond this is its own.
 */
public final class BareTlsServer implements AutoCloseable {

  private static final int ROOM = 64 << 10;

  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final SSLContext context;
  private final boolean direct;
  private final ByteBuffer room = ByteBuffer.allocate(ROOM);

  /** Listens, and serves until it is closed. */
  public BareTlsServer(SocketAddress where, SSLContext context, boolean direct) throws IOException {
    this.context = context;
    this.direct = direct;
    listener = ServerSocketChannel.open().bind(where);
    address = listener.getLocalAddress();
    Thread.ofPlatform().daemon().name("echo").start(this::serve);
  }

  /** Where it listens. */
  public SocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (true) {
      try (SocketChannel socket = listener.accept()) {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        echo(BareTls.server(socket, context, direct));
      } catch (ClosedChannelException _) {
        return;
      } catch (SSLException e) {
        System.err.println("a connection of TLS failed: " + e);
      } catch (IOException _) {
        // The client is gone.
      }
    }
  }

  private void echo(BareTls peer) throws IOException {
    while (peer.read(room)) {
      while (room.hasRemaining() && peer.hasMore() && peer.read(room)) {
        // As much as one write takes.
      }
      peer.write(room.flip());
      room.clear();
    }
    peer.shutdownOutput();
  }
}
