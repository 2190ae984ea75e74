package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Threads;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Ports of this project, on a loop that its thread runs itself. */
final class PortEchoServer extends EchoServer implements MessageHandler<Message> {

  private static final int BATCH = 256;
  private static final String NIO = "nio";

  private final Thread thread;
  private final SocketAddress address;

  /** Closed to end the server: that ends its wait, wherever it is. */
  private final Channel<AppMessage> stop = Channels.mpsc(1);

  private volatile boolean stopped;

  /** One of these. */
  static EchoServer open(String peer, IdleStrategy idle) throws Exception {
    return new PortEchoServer(peer, Place.anyPort(), idle);
  }

  /** The same over a Unix socket, on the best engine. */
  static EchoServer openUnix() throws Exception {
    return new PortEchoServer(Peers.IOSERVER, Place.newFile(), Idle.chosen());
  }

  private PortEchoServer(String peer, SocketAddress where, IdleStrategy idle) throws Exception {
    CompletableFuture<SocketAddress> listening = new CompletableFuture<>();
    thread = new Thread(() -> run(peer, where, idle, listening), "echo");
    thread.setDaemon(true);
    thread.start();
    address = listening.get();
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Accepted accepted -> accepted.port().activeUnlimited();
      case Data data -> {
        data.port().trySend(data.bytes());
        data.release();
      }
      case PeerClosed over -> over.port().close();
      default -> {
        // A connection that is over, or this server.
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    stop.close();
    Threads.join(thread);
  }

  /** The best, as any program has it: to ask for its name would look at every engine first. */
  private static @Nullable String engine(String peer) {
    return peer.equals(Peers.IOSERVER_NIO) ? NIO : null;
  }

  private void run(
      String peer,
      SocketAddress where,
      IdleStrategy idle,
      CompletableFuture<SocketAddress> listening) {
    IoServerOptions options =
        IoServerOptions.defaults().callerRuns().engine(engine(peer)).idle(idle);
    try (IoServer io = IoServer.open(options)) {
      if (!peer.equals(Peers.IOSERVER_NIO) && io.engine().equals(NIO)) {
        throw new UnsupportedOperationException("no engine but nio can run here");
      }
      io.select().add(stop);
      Listener listener = io.listen(where);
      listening.complete(listener.localAddress());
      while (!stopped) {
        io.pollNanos(this, BATCH, -1);
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it.
    } catch (SystemCallException | RuntimeException e) {
      listening.completeExceptionally(e);
    }
  }
}
