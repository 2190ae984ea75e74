package dev.ioserver.bench.echo;

import dev.ioserver.bench.tls.BareTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;

/** Clients over TLS, on the JDK's engine with nothing above it. */
final class TlsClient {

  private TlsClient() {}

  static TurnClient open(SocketAddress server, SSLContext context, Talk talk) throws IOException {
    return switch (talk) {
      case TLS_HANDSHAKES, TLS_RESUMPTIONS -> new Handshakes(server, context, talk);
      default -> new One(server, context, talk);
    };
  }

  private static BareTls connect(SocketAddress server, SSLContext context, boolean resumes)
      throws IOException {
    SocketChannel socket = SocketChannel.open(server);
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return BareTls.client(socket, context, resumes ? ((InetSocketAddress) server).getPort() : -1);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** One connection. */
  private static final class One implements TurnClient {

    private final BareTls connection;
    private final Message message;
    private final int window;

    One(SocketAddress server, SSLContext context, Talk talk) throws IOException {
      connection = connect(server, context, false);
      message = new Message(talk);
      window = talk.window();
      message.send(connection);
      message.await(connection);
      message.check(talk);
    }

    @Override
    public Exchanged exchange(int messages) throws IOException {
      long began = System.nanoTime();
      int ahead = Math.min(window - 1, messages);
      for (int i = 0; i < ahead; i++) {
        message.send(connection);
      }
      for (int i = 0; i < messages; i++) {
        if (i + ahead < messages) {
          message.send(connection);
        }
        message.await(connection);
      }
      return Exchanged.since(began, messages);
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /** A connection for each message. */
  private static final class Handshakes implements TurnClient {

    private final SocketAddress server;
    private final SSLContext context;
    private final boolean resumes;
    private final Message message;

    Handshakes(SocketAddress server, SSLContext context, Talk talk) throws IOException {
      this.server = server;
      this.context = context;
      resumes = talk == Talk.TLS_RESUMPTIONS;
      message = new Message(talk);
      var _ = exchange(1);
      message.check(talk);
    }

    @Override
    public Exchanged exchange(int messages) throws IOException {
      long began = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        try (BareTls connection = connect(server, context, resumes)) {
          message.send(connection);
          message.await(connection);
          connection.shutdownOutput();
          message.awaitEnd(connection);
        }
      }
      return Exchanged.since(began, messages);
    }

    @Override
    public void close() {
      // Nothing is open between turns.
    }
  }

  private static final class Message {

    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;

    Message(Talk talk) {
      outgoing = ByteBuffer.wrap(talk.request());
      incoming = ByteBuffer.allocate(talk.answerLength());
    }

    void send(BareTls connection) throws IOException {
      connection.write(outgoing.clear());
    }

    void await(BareTls connection) throws IOException {
      incoming.clear();
      while (incoming.hasRemaining()) {
        if (!connection.read(incoming)) {
          throw new IOException("a server has closed the connection");
        }
      }
    }

    void awaitEnd(BareTls connection) throws IOException {
      incoming.clear();
      if (connection.read(incoming)) {
        throw new IOException("a server has sent more than its answer");
      }
    }

    void check(Talk talk) throws IOException {
      if (!talk.isAnswer(incoming.array())) {
        throw new IOException("a server has given another answer than all give");
      }
    }
  }
}
