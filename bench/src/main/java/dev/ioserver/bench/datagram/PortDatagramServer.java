package dev.ioserver.bench.datagram;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Threads;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramCursor;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Undelivered;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A datagram port of this project, on a loop that its thread runs itself: a message for each
 * datagram, or a handler of what each call to the system has brought.
 */
final class PortDatagramServer extends DatagramServer implements MessageHandler<Message> {

  private static final int BATCH = 256;

  /** All that a burst sends may wait at once. */
  private static final int WATERMARK = 2 * Ask.MOST_DATAGRAMS * Ask.MOST_BYTES;

  private final Thread thread;
  private final int port;

  /** Closed to end the server: that ends its wait, wherever it is. */
  private final Channel<AppMessage> stop = Channels.mpsc(1);

  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Ask.MOST_BYTES);
  private final ByteBuffer told = ByteBuffer.allocateDirect(Long.BYTES);
  private InetSocketAddress to = loopback(0);
  private long received;
  private volatile boolean stopped;

  PortDatagramServer(String peer) throws Exception {
    CompletableFuture<Integer> bound = new CompletableFuture<>();
    thread = new Thread(() -> run(peer, bound), "datagrams");
    thread.setDaemon(true);
    thread.start();
    port = bound.get();
  }

  @Override
  int port() {
    return port;
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Datagram datagram -> {
        serve(datagram.port(), datagram);
        datagram.release();
      }
      case Undelivered lost -> throw new IllegalStateException("not sent", lost.cause());
      case Failed failed -> throw new IllegalStateException("the port has failed", failed.cause());
      default -> {
        // This server is over.
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    stop.close();
    Threads.join(thread);
  }

  private void run(String peer, CompletableFuture<Integer> bound) {
    IoServerOptions options = IoServerOptions.defaults().callerRuns().engine(engine(peer));
    Segments segments = peer.equals(Peers.IOSERVER_SEGMENTS) ? Segments.ON : Segments.OFF;
    DatagramOptions wanted =
        DatagramOptions.defaults()
            .maxDatagram(Ask.MOST_BYTES)
            .watermarks(WATERMARK / 2, WATERMARK)
            .segments(segments)
            .option(StandardSocketOptions.SO_RCVBUF, Ask.RECEIVE_BUFFER);
    try (IoServer io = IoServer.open(options)) {
      io.select().add(stop);
      DatagramPort open = io.bind(loopback(0), wanted);
      if (peer.equals(Peers.IOSERVER_BATCH) || peer.equals(Peers.IOSERVER_SEGMENTS)) {
        open.onDatagrams(this::serveAll);
      }
      open.activeUnlimited();
      bound.complete(((InetSocketAddress) open.localAddress()).getPort());
      while (!stopped) {
        io.pollNanos(this, BATCH, -1);
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it.
    } catch (SystemCallException | RuntimeException e) {
      if (!bound.completeExceptionally(e)) {
        e.printStackTrace();
      }
    }
  }

  private static @Nullable String engine(String peer) {
    return peer.equals(Peers.IOSERVER_NIO) ? "nio" : null;
  }

  private void serveAll(DatagramCursor datagrams) {
    DatagramPort from = datagrams.port();
    while (datagrams.next()) {
      serve(from, datagrams);
    }
  }

  private void serve(DatagramPort from, ReceivedDatagram datagram) {
    received++;
    ByteBuffer bytes = datagram.bytes();
    int at = bytes.position();
    switch (bytes.get(at)) {
      case Ask.TELL -> tell(from, datagram);
      case Ask.ECHO -> taken(from.tryReply(datagram, bytes));
      case Ask.SEND -> {
        send(
            from,
            bytes.getInt(at + Ask.HOW_MANY),
            bytes.getInt(at + Ask.BYTES),
            bytes.getInt(at + Ask.PORT));
        tell(from, datagram);
      }
      default -> {
        // It is counted.
      }
    }
  }

  private void send(DatagramPort from, int count, int bytes, int destination) {
    if (to.getPort() != destination) {
      to = loopback(destination);
    }
    for (int i = 0; i < count; i++) {
      taken(from.trySend(outgoing.clear().limit(bytes), to));
    }
  }

  private void tell(DatagramPort from, ReceivedDatagram datagram) {
    taken(from.tryReply(datagram, told.putLong(0, received).clear()));
  }

  private static void taken(boolean taken) {
    if (!taken) {
      throw new IllegalStateException("more waits to be sent than a burst has");
    }
  }
}
