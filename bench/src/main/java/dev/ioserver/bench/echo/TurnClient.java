package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The client of one server in {@link EchoTurns}: nothing is under way before and after a turn. */
interface TurnClient extends AutoCloseable {

  /**
   * Has so many messages answered, or as many as it can within the time that it takes for a turn.
   */
  Exchanged exchange(int messages) throws IOException;

  /** Whether each exchange has connections of its own, so that none makes the next one warm. */
  default boolean startsAnew() {
    return false;
  }

  @Override
  void close() throws IOException;

  /** Connects to a server on this machine, once it has given one right answer. */
  static TurnClient open(SocketAddress server, int connections, Talk talk) throws IOException {
    try (One first = new One(server, talk)) {
      first.check(talk);
    }
    if (talk == Talk.WRK) {
      return new WrkClient(server, connections);
    }
    return connections == 1 ? new One(server, talk) : new Many(server, connections, talk);
  }

  /**
   * What was answered.
   *
   * @param messages how many
   * @param nanos how long that took
   */
  record Exchanged(long messages, double nanos) {

    static Exchanged since(long began, int messages) {
      return new Exchanged(messages, System.nanoTime() - began);
    }
  }

  /** One connection whose client blocks until its answer is there. */
  final class One implements TurnClient {

    private final SocketChannel socket;
    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;

    One(SocketAddress server, Talk talk) throws IOException {
      byte[] request = talk.request();
      outgoing = ByteBuffer.allocateDirect(request.length).put(request);
      incoming = ByteBuffer.allocateDirect(talk.answerLength());
      socket = SocketChannel.open(server);
      if (server instanceof InetSocketAddress) {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
    }

    /** Makes sure that the answer is the one whose length all others count. */
    void check(Talk talk) throws IOException {
      exchange(1);
      byte[] received = new byte[incoming.capacity()];
      incoming.flip().get(received);
      if (!talk.isAnswer(received)) {
        throw new IOException("a server has given another answer than all give");
      }
    }

    @Override
    public Exchanged exchange(int messages) throws IOException {
      long began = System.nanoTime();
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
      return Exchanged.since(began, messages);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Many connections, with one message under way on each until a turn ends. */
  final class Many implements TurnClient {

    private final ManyClients clients;

    Many(SocketAddress server, int connections, Talk talk) {
      clients = new ManyClients(server, connections, talk.request(), talk.answerLength());
    }

    @Override
    public Exchanged exchange(int messages) {
      long began = System.nanoTime();
      clients.exchangeAndRest(messages);
      return Exchanged.since(began, messages);
    }

    @Override
    public void close() {
      clients.close();
    }
  }
}
