package dev.ioserver.examples.soak;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Opens the connections at an even rate, on a thread that runs a loop of its own. */
final class ChurnClient implements MessageHandler<Message>, AutoCloseable {

  private static final int BATCH = 256;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SoakConfig config;
  private final List<ChurnServer.Lane> lanes;
  private final long longestIdleNanos;
  private final Tally tally;
  private final CompletableFuture<IoServer> opened = new CompletableFuture<>();
  private final Thread thread = Thread.ofPlatform().name("soak-client").unstarted(this::run);

  // Of the client's thread.
  private long number;
  private Alarms alarms;

  /** Whether connections are to be opened. Set by any thread, read by the client's in each turn. */
  private volatile boolean opening;

  /** As {@link #opening}. */
  private volatile boolean stopped;

  /** Prepares a client. */
  @SuppressWarnings("NullAway.Init") // alarms are made by the thread that they belong to
  ChurnClient(SoakConfig config, List<ChurnServer.Lane> lanes, long longestIdleNanos, Tally tally) {
    this.config = config;
    this.lanes = lanes;
    this.longestIdleNanos = longestIdleNanos;
    this.tally = tally;
  }

  void start() {
    thread.start();
    opened.join();
  }

  /** Opens connections, or none any more. Any thread. */
  void opening(boolean on) {
    opening = on;
  }

  List<LoopCounters> counters() {
    return opened.join().counters();
  }

  /** Ends the thread, and waits for that. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    Sessions.dispatch(message, alarms, tally);
  }

  private void run() {
    IoServerOptions options =
        IoServerOptions.defaults().engine(config.engine()).idle(config.idle()).name("soak-client");
    try (IoServer io = IoServer.open(options.callerRuns())) {
      alarms = new Alarms(io, io.select(), tally);
      opened.complete(io);
      while (!stopped) {
        if (opening) {
          churn(io);
        } else {
          io.pollNanos(this, BATCH, LOOK_NANOS);
        }
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      if (!opened.completeExceptionally(e)) {
        tally.failed("the clients' thread", e);
      }
    }
  }

  /** Opens connections as they become due. What was due and had no room is made up for. */
  private void churn(IoServer io) throws InterruptedException {
    long began = System.nanoTime();
    long first = number;
    while (opening && !stopped) {
      long dueNanos = began + (long) ((number - first) * 1e9 / config.rate());
      long wait = dueNanos - System.nanoTime();
      boolean room = tally.clientsOpen.get() - tally.idle.get() < config.connections();
      if (wait <= 0 && room) {
        connect(io);
        io.poll(this, BATCH);
      } else {
        io.pollNanos(this, BATCH, room ? Math.min(wait, LOOK_NANOS) : LOOK_NANOS);
      }
    }
  }

  private void connect(IoServer io) {
    Plan plan = Plan.of(config.seed(), number);
    ChurnServer.Lane lane = lanes.get((int) (number % lanes.size()));
    number++;
    boolean idle = plan.idle() > 0 && tally.idle.get() < config.crowd();
    long idleNanos = idle ? (long) (plan.idle() * longestIdleNanos) : 0;
    Port port = io.connect(lane.address(), lane.ports());
    port.attach(new ClientSession(port, plan, config.seed(), idleNanos, tally, alarms));
  }
}
