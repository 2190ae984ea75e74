package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The client of one server in {@link EchoTurns}: nothing is under way before and after a turn. */
interface TurnClient extends AutoCloseable {

  /** Bytes of a message. */
  int BYTES = 64;

  /** Has so many messages echoed. */
  void exchange(int messages) throws IOException;

  @Override
  void close() throws IOException;

  /** Connects to a server on this machine. */
  static TurnClient open(int port, int connections) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return connections == 1 ? new One(server) : new Many(server, connections);
  }

  /** One connection whose client blocks until its echo is there. */
  final class One implements TurnClient {

    private final SocketChannel socket;
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BYTES);

    One(InetSocketAddress server) throws IOException {
      socket = SocketChannel.open(server);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public void exchange(int messages) throws IOException {
      for (int i = 0; i < messages; i++) {
        outgoing.clear();
        socket.write(outgoing);
        incoming.clear();
        while (incoming.hasRemaining()) {
          if (socket.read(incoming) < 0) {
            throw new IOException("a server has closed the connection");
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Many connections, with one message under way on each until a turn ends. */
  final class Many implements TurnClient {

    private final ManyClients clients;

    Many(InetSocketAddress server, int connections) {
      clients = new ManyClients(server, connections, BYTES);
    }

    @Override
    public void exchange(int messages) {
      clients.exchangeAndRest(messages);
    }

    @Override
    public void close() {
      clients.close();
    }
  }
}
