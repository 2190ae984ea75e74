package dev.ioserver.examples.gateway.load;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.gateway.load.LoadProgress.Phase;
import dev.ioserver.examples.machine.Collections;
import dev.ioserver.examples.machine.StallWatch;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One load, from connecting to the last open order. All clients live on the thread that calls
 * {@link #run()}, which runs an event loop of its own: the load costs one thread, and no hop
 * between threads lies in a round trip.
 */
public final class LoadRun implements MessageHandler<Message> {

  private static final int BATCH = 256;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOGIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOGOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Tokens that a client can use in one run. */
  private static final long TOKENS = 100_000_000;

  private final LoadOptions options;
  private final LoadListener listener;
  private final LoadClock clock = new LoadClock();
  private final LoadProgress progress = new LoadProgress();
  private final @Nullable StallWatch watch;
  private final @Nullable CalmRoundTrips calm;
  private final RoundTrips roundTrips;
  private final LoadBook book;
  private final Pace pace;
  private final TradingClient[] clients;
  private final IntConsumer pump = this::pump;
  private boolean closing;
  private boolean leavesOrders;
  private BooleanSupplier isWarm = () -> false;
  private WarmUp warmUp = new WarmUp(0, false);
  private Collections collections = new Collections(0, 0);

  /** Set by any thread, read by the clients' thread in each turn. */
  private volatile boolean stopped;

  /** Prepares a load. */
  public LoadRun(LoadOptions options, LoadListener listener) {
    this(options, listener, null);
  }

  /**
   * Prepares a load.
   *
   * @param watch tells the round trips apart that met a stall; null if nobody watches
   */
  public LoadRun(LoadOptions options, LoadListener listener, @Nullable StallWatch watch) {
    this.options = options;
    this.listener = listener;
    this.watch = watch;
    calm = watch == null ? null : new CalmRoundTrips(watch);
    roundTrips = new RoundTrips(calm);
    book = new LoadBook(progress, roundTrips);
    pace =
        options.rate() == 0
            ? new GreedyPace(LoadOptions.WINDOW, options.connections())
            : new SteadyPace(options.rate(), options.connections());
    clients = new TradingClient[options.connections()];
  }

  /** Leaves the orders that rest in the end where they are, instead of canceling them. */
  public LoadRun leavingOrders() {
    leavesOrders = true;
    return this;
  }

  /** Ends the warm-up early, as soon as everything is warm; asked ten times a second. */
  public LoadRun warmUpUntil(BooleanSupplier condition) {
    isWarm = condition;
    return this;
  }

  /** What can be seen while it runs. Any thread. */
  public LoadProgress progress() {
    return progress;
  }

  /** Ends the measurement early; what was sent is still answered. Any thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Runs the load. Once.
   *
   * @throws LoadException if there is no gateway, or it refuses the login
   * @throws InterruptedException if the thread is interrupted
   */
  public LoadResult run() throws IOException, InterruptedException {
    IoServerOptions loop = IoServerOptions.defaults().engine(options.engine()).name("load");
    try (IoServer server = IoServer.open(loop.callerRuns())) {
      Timer timer = server.timerNanos(TICK_NANOS, TICK_NANOS);
      connect(server);
      trade(server);
      finish(server);
      timer.cancel();
      return result(server.engine());
    }
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data data -> link(data.port()).onData(data);
      case Writable writable -> link(writable.port()).onWritable(writable.port());
      case Connected connected -> link(connected.port()).onConnected(connected.port());
      case PeerClosed closed -> closed.port().close();
      case Failed(Port port, IOException cause) -> link(port).onFailed(port, cause);
      case Closed(Port port, _) -> link(port).onClosed(port);
      case Expired expired -> tick();
      default -> {} // the timer's end; the clients' ports say nothing else
    }
  }

  private void connect(IoServer server) throws IOException, InterruptedException {
    // Tokens must be new all day, and a user may come back in a later run.
    long firstToken = Instant.now().toEpochMilli() / 100 % 864_000 * TOKENS;
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new TradingClient(i, options, server, book, pace, clock, firstToken);
      clients[i].link().connect();
    }
    BooleanSupplier done = () -> stopped || allLoggedIn() || fault() != null;
    boolean inTime = pollUntil(server, done, System.nanoTime() + LOGIN_NANOS);
    String fault = fault();
    if (fault != null) {
      throw new LoadException(fault);
    }
    if (!inTime) {
      throw new LoadException(
          "no login at " + options.gateway() + " in 10 s; is that an order gateway?");
    }
  }

  private void trade(IoServer server) throws InterruptedException {
    long start = clock.read();
    pace.start(start);
    progress.enter(Phase.WARMING_UP);
    boolean quiet = run(server, start + options.warmupNanos(), isWarm);
    listener.onMeasuring();
    // Without a warm-up no order belongs to one.
    long measuredFrom = options.warmupNanos() == 0 ? start : clock.read();
    warmUp = new WarmUp(measuredFrom - start, quiet);
    long end = measuredFrom + options.measureNanos();
    pace.measure(measuredFrom, end);
    roundTrips.start(measuredFrom);
    Collections before = Collections.untilNow();
    progress.enter(Phase.MEASURING);
    run(server, end, () -> false);
    pace.release(clock.read(), pump); // what has become due since the last turn
    roundTrips.end(clock.nanos());
    collections = Collections.untilNow().since(before);
    listener.onMeasured();
    pace.stop(stopped);
    progress.enter(Phase.FINISHING);
  }

  /** Trades until a point in time; returns true if that was cut short by the condition. */
  private boolean run(IoServer server, long endNanos, BooleanSupplier enough)
      throws InterruptedException {
    long askNanos = clock.nanos();
    while (clock.read() - endNanos < 0 && !stopped) {
      if (clock.nanos() - askNanos >= 0) {
        askNanos = clock.nanos() + TICK_NANOS;
        if (enough.getAsBoolean()) {
          return true;
        }
      }
      long next = pace.release(clock.nanos(), pump);
      long until = next - endNanos < 0 ? next : endNanos;
      long wait = Math.min(until - System.nanoTime(), TICK_NANOS);
      if (wait > 0) {
        server.pollNanos(this, BATCH, wait);
      } else {
        server.poll(this, BATCH);
      }
    }
    return false;
  }

  /** Waits for the last answers, closes the orders that rest if so wished, and logs out. */
  private void finish(IoServer server) throws InterruptedException {
    awaitSilence(server, this::allAnswered);
    if (!leavesOrders) {
      closing = true;
      awaitSilence(server, this::allClear);
    }
    for (TradingClient client : clients) {
      client.orders().settle(leavesOrders);
      client.link().finish();
    }
    pollUntil(server, this::allClosed, System.nanoTime() + LOGOUT_NANOS);
  }

  /** Runs the loop until something is so, or no reply has come for the whole grace period. */
  private void awaitSilence(IoServer server, BooleanSupplier condition)
      throws InterruptedException {
    long before;
    do {
      before = book.replies;
    } while (!pollUntil(server, condition, System.nanoTime() + options.graceNanos())
        && book.replies != before);
  }

  /** Runs the loop until something is so; returns false if that was not in time. */
  private boolean pollUntil(IoServer server, BooleanSupplier condition, long deadlineNanos)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      long wait = deadlineNanos - System.nanoTime();
      if (wait <= 0) {
        return false;
      }
      server.pollNanos(this, BATCH, Math.min(wait, TICK_NANOS));
    }
    return true;
  }

  private void pump(int client) {
    clients[client].pump();
  }

  private void tick() {
    clock.read();
    for (TradingClient client : clients) {
      client.tick();
      if (closing) {
        client.orders().cancelAll();
      }
    }
  }

  private LoadResult result(String engine) {
    OrderTally tally = book.measured;
    long unsent = 0;
    for (TradingClient client : clients) {
      unsent += client.unsent();
    }
    boolean unbalanced = options.alone() && book.sharesBought != book.sharesSold;
    return new LoadResult(
        engine,
        options.rate(),
        tally.sent,
        tally.accepted,
        tally.executions,
        tally.rejected,
        tally.canceled,
        tally.replaced,
        tally.sent + tally.replacesSent + tally.cancelsSent,
        tally.lost + book.warmup.lost,
        unsent,
        book.inconsistencies + (unbalanced ? 1 : 0),
        book.reconnects,
        roundTrips.elapsedNanos(),
        roundTrips.histogram(),
        warmUp,
        stalls());
  }

  private LoadResult.@Nullable SeenStalls stalls() {
    if (watch == null || calm == null) {
      return null;
    }
    // Watchers that have been awake since the end have seen all that was before.
    Histogram histogram = calm.histogram();
    return new LoadResult.SeenStalls(
        watch.between(roundTrips.startNanos(), roundTrips.endNanos()), collections, histogram);
  }

  private @Nullable String fault() {
    for (TradingClient client : clients) {
      if (client.link().fault() != null) {
        return client.link().fault();
      }
    }
    return null;
  }

  private boolean allLoggedIn() {
    return all(client -> client.link().isLoggedIn());
  }

  private boolean allAnswered() {
    return all(client -> client.orders().pending() == 0 && client.unsent() == 0);
  }

  private boolean allClear() {
    return all(client -> client.orders().isClear());
  }

  private boolean allClosed() {
    return all(client -> client.link().isClosed());
  }

  private boolean all(Predicate<TradingClient> condition) {
    for (TradingClient client : clients) {
      if (!condition.test(client)) {
        return false;
      }
    }
    return true;
  }

  private static ClientLink link(Port port) {
    return (ClientLink) Objects.requireNonNull(port.attachment(), "a port of no client");
  }
}
