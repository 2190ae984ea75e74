package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Threads;
import dev.ioserver.bench.tls.BenchKeys;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.tls.Tls;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Ports of this project, on a loop that its thread runs itself. */
final class PortEchoServer extends EchoServer implements MessageHandler<Message> {

  private static final int BATCH = 256;
  private static final String NIO = "nio";

  /** More than a client of TLS has under way. */
  private static final int TLS_BYTES = 1 << 20;

  private final Thread thread;
  private final SocketAddress address;

  /** Closed to end the server: that ends its wait, wherever it is. */
  private final Channel<AppMessage> stop = Channels.mpsc(1);

  private volatile boolean stopped;

  /** One of these. */
  static EchoServer open(String peer, IdleStrategy idle) throws Exception {
    return new PortEchoServer(peer, Place.anyPort(), PortOptions.defaults(), idle);
  }

  /** The same over a Unix socket, on the best engine. */
  static EchoServer openUnix() throws Exception {
    return new PortEchoServer(
        Peers.IOSERVER, Place.newFile(), PortOptions.defaults(), Idle.chosen());
  }

  /** The same over TLS. */
  static EchoServer openTls(String peer, SSLContext context) throws Exception {
    Tls tls =
        Tls.server(context).protocols(BenchKeys.PROTOCOL).cipherSuites(BenchKeys.CIPHER_SUITE);
    boolean inline = peer.equals(Peers.IOSERVER_INLINE);
    PortOptions ports =
        PortOptions.defaults()
            .highWatermark(TLS_BYTES)
            .layer(inline ? tls.executor(Runnable::run) : tls);
    return new PortEchoServer(
        inline ? Peers.IOSERVER : peer, Place.anyPort(), ports, Idle.chosen());
  }

  private PortEchoServer(String peer, SocketAddress where, PortOptions ports, IdleStrategy idle)
      throws Exception {
    CompletableFuture<SocketAddress> listening = new CompletableFuture<>();
    thread = new Thread(() -> run(peer, where, ports, idle, listening), "echo");
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
      PortOptions ports,
      IdleStrategy idle,
      CompletableFuture<SocketAddress> listening) {
    IoServerOptions options =
        IoServerOptions.defaults().callerRuns().engine(engine(peer)).idle(idle);
    try (IoServer io = IoServer.open(options)) {
      if (!peer.equals(Peers.IOSERVER_NIO) && io.engine().equals(NIO)) {
        throw new UnsupportedOperationException("no engine but nio can run here");
      }
      io.select().add(stop);
      Listener listener = io.listen(where, ListenOptions.defaults().ports(ports));
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
