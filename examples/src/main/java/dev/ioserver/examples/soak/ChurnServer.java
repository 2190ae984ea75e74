package dev.ioserver.examples.soak;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections, on a thread of its own. It listens on several ports: so many more local
 * ports can rest in TIME_WAIT, and each has another framing or another buffer.
 */
final class ChurnServer implements AutoCloseable {

  /** Longer than any stream takes: no close may give bytes up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

  private static final int LONGEST_FRAME = 1 << 16;
  private static final int SMALL_BUFFER = 16 << 10;

  /** How a port is, on both sides. */
  private static final List<PortOptions> KINDS =
      List.of(
          PortOptions.defaults().closeTimeout(CLOSE_TIMEOUT),
          PortOptions.defaults()
              .closeTimeout(CLOSE_TIMEOUT)
              .option(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER),
          PortOptions.defaults()
              .closeTimeout(CLOSE_TIMEOUT)
              .framing(Framing.lengthPrefix(2, LONGEST_FRAME - 1)),
          PortOptions.defaults()
              .closeTimeout(CLOSE_TIMEOUT)
              .framing(Framing.lengthPrefix(4, LONGEST_FRAME)));

  private final SoakConfig config;
  private final long graceNanos;
  private final Tally tally;
  private final Channel<Stop> stop = Channels.mpsc(1);
  private final CompletableFuture<Running> running = new CompletableFuture<>();
  private final Thread thread = Thread.ofPlatform().name("soak-server").unstarted(this::run);

  /** What ends the wait of the thread. */
  private record Stop() implements AppMessage {}

  private record Running(IoServer io, List<Lane> lanes) {}

  /** One listener: where it is, and how ports to it are opened. */
  record Lane(SocketAddress address, PortOptions ports) {}

  private ChurnServer(SoakConfig config, long graceNanos, Tally tally) {
    this.config = config;
    this.graceNanos = graceNanos;
    this.tally = tally;
  }

  /**
   * Starts one.
   *
   * @param graceNanos how long a connection may say nothing, by its plan
   */
  static ChurnServer start(SoakConfig config, long graceNanos, Tally tally) throws IOException {
    ChurnServer server = new ChurnServer(config, graceNanos, tally);
    server.thread.start();
    try {
      server.running.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw e;
      }
    }
    return server;
  }

  String engine() {
    return running.join().io.engine();
  }

  List<Lane> lanes() {
    return running.join().lanes;
  }

  List<LoopCounters> counters() {
    return running.join().io.counters();
  }

  @Nullable Throwable failure() {
    return running.join().io.failure();
  }

  /** Ends the thread, and waits for that. */
  @Override
  public void close() {
    stop.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (IoServer io = IoServer.open(options())) {
      Select<Message> select = config.loops() == 0 ? io.select() : Select.of();
      select.add(stop);
      running.complete(new Running(io, listen(io, select)));
      serve(select, new Alarms(io, select, tally));
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      if (!running.completeExceptionally(e)) {
        tally.failed("the server's thread", e);
      }
    }
  }

  private IoServerOptions options() {
    return IoServerOptions.defaults()
        .engine(config.engine())
        .loops(config.loops())
        .idle(config.idle())
        .name("soak-server");
  }

  private static List<Lane> listen(IoServer io, Select<Message> select) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    for (PortOptions ports : KINDS) {
      Listener listener =
          io.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              ListenOptions.defaults().ports(ports));
      select.add(listener);
      lanes.add(new Lane(listener.localAddress(), ports));
    }
    return List.copyOf(lanes);
  }

  private void serve(Select<Message> select, Alarms alarms) throws InterruptedException {
    while (!stop.isClosed()) {
      Message message = select.receive();
      if (message instanceof Accepted accepted) {
        ServerSession session =
            new ServerSession(accepted.port(), config.seed(), graceNanos, tally, alarms);
        select.add(accepted.port().attach(session));
        session.welcome(false);
      } else {
        Sessions.dispatch(message, alarms, tally);
      }
    }
  }
}
