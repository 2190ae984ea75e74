package dev.ioserver.examples.cluster.run;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.server.GatewayUsers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Clients on one thread, which order at a steady rate whatever happens, and keep account of every
 * answer. A round trip counts from when the order was due.
 */
public final class TrialLoad implements MessageHandler<Message>, Runnable {

  /** What is going on when an order is due. */
  public static final int BEFORE = 0;

  public static final int DURING = 1;
  public static final int AFTER = 2;

  private static final int BATCH = 256;
  private static final int ADDED = 1;
  private static final int REMOVED = 2;
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final List<InetSocketAddress> gateways;
  private final int rate;
  private final long graceNanos;
  private final List<LoadClient> clients = new ArrayList<>();
  private final Map<Long, Integer> matches = new HashMap<>();
  private final Histogram[] roundTrips = new Histogram[3];
  private @Nullable IoServer io;
  private @Nullable String fault;

  // Written by the load's thread, looked at by others.
  final LongAdder sent = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder executions = new LongAdder();
  final LongAdder duplicated = new LongAdder();
  final LongAdder resent = new LongAdder();
  final LongAdder disconnects = new LongAdder();
  final LongAdder withdrawn = new LongAdder();
  private volatile long lost;
  private volatile boolean ready;
  private volatile long longestGapNanos;

  // Written by others.
  private volatile int phase;
  private volatile boolean marked;
  private volatile boolean stopped;

  /**
   * Prepares a load.
   *
   * @param rate orders a second of all clients
   * @param graceNanos how long the last answers may take
   */
  public TrialLoad(
      List<InetSocketAddress> gateways,
      int clientCount,
      int rate,
      long graceNanos,
      String user,
      String password,
      List<String> stocks) {
    this.gateways = List.copyOf(gateways);
    this.rate = rate;
    this.graceNanos = graceNanos;
    for (int i = 0; i < roundTrips.length; i++) {
      roundTrips[i] = new Histogram(MAX_NANOS, 3);
    }
    for (int i = 0; i < clientCount; i++) {
      clients.add(new LoadClient(i, this, GatewayUsers.name(user, i), password, stocks));
    }
  }

  /** Runs until it is stopped and the last answers have come. */
  @Override
  public void run() {
    try (IoServer server = IoServer.open(IoServerOptions.defaults().name("load").callerRuns())) {
      io = server;
      server.timerNanos(TICK_NANOS, TICK_NANOS);
      clients.forEach(LoadClient::connect);
      pollUntil(server, () -> stopped || clients.stream().allMatch(LoadClient::isLoggedIn), -1);
      ready = true;
      trade(server);
      pollUntil(
          server,
          () -> clients.stream().allMatch(LoadClient::isClear) && isBalanced(),
          System.nanoTime() + graceNanos);
      long gone = clients.stream().mapToLong(LoadClient::unanswered).sum() + halfMatches();
      // What was acknowledged must still be there, unless it was executed: it can be withdrawn.
      pollUntil(server, this::allWithdrawn, System.nanoTime() + graceNanos);
      lost = gone + clients.stream().mapToLong(LoadClient::open).sum();
      clients.forEach(LoadClient::finish);
      pollUntil(
          server,
          () -> clients.stream().allMatch(LoadClient::isClosed),
          System.nanoTime() + TimeUnit.SECONDS.toNanos(2));
    } catch (IOException | RuntimeException e) {
      fault(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all clients are logged in and trade. */
  public boolean isReady() {
    return ready;
  }

  /** What the orders that fall due from now on are counted under. */
  public void phase(int now) {
    phase = now;
  }

  /** Forgets the longest time without an answer, and begins to look for the next. */
  public void mark() {
    longestGapNanos = 0;
    marked = true;
  }

  /** The longest time that a client has been without an answer since the last mark. */
  public long longestGapNanos() {
    return longestGapNanos;
  }

  /** No more orders; {@link #run} ends when all are answered. */
  public void stop() {
    stopped = true;
  }

  /** Orders that were still in the books at the end, and were withdrawn by their owners. */
  public long withdrawn() {
    return withdrawn.sum();
  }

  /**
   * Orders without an answer, executions of which only one side has heard, and acknowledged orders
   * that were neither executed nor canceled in full when all were withdrawn.
   */
  public long lost() {
    return lost;
  }

  public long sent() {
    return sent.sum();
  }

  public long accepted() {
    return accepted.sum();
  }

  public long rejected() {
    return rejected.sum();
  }

  /** Executions, each of which two orders hear of. */
  public long executions() {
    return executions.sum();
  }

  /** Answers and executions that came twice. */
  public long duplicated() {
    return duplicated.sum();
  }

  /** Orders that clients have sent again after a login. */
  public long resent() {
    return resent.sum();
  }

  /** Connections that were lost. */
  public long disconnects() {
    return disconnects.sum();
  }

  /** Round trips of a phase, once {@link #run} has ended. */
  public Histogram roundTrips(int ofPhase) {
    return roundTrips[ofPhase];
  }

  /** What must not happen, or null. */
  public synchronized @Nullable String fault() {
    return fault;
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data data -> client(data.port()).onData(data);
      case Writable writable -> client(writable.port()).onWritable(writable.port());
      case Connected connected -> client(connected.port()).onConnected(connected.port());
      case PeerClosed closed -> closed.port().close();
      case Closed(Port port, _) -> client(port).onClosed(port);
      default -> {} // the timer, whose only purpose is to end a wait
    }
  }

  // What clients want.

  Port connect(int gateway, PortOptions options) {
    return Objects.requireNonNull(io).connect(gateways.get(gateway % gateways.size()), options);
  }

  void roundTrip(int ofPhase, long nanos) {
    roundTrips[ofPhase].recordValue(Math.clamp(nanos, 0, MAX_NANOS));
  }

  void executed(long match, byte liquidity) {
    int side = liquidity == Ouch.ADDED_LIQUIDITY ? ADDED : REMOVED;
    int before = matches.getOrDefault(match, 0);
    if ((before & side) != 0) {
      duplicated.increment();
    } else {
      matches.put(match, before | side);
      executions.add(before == 0 ? 0 : 1);
    }
  }

  synchronized void fault(String what) {
    if (fault == null) {
      fault = what;
    }
  }

  private void trade(IoServer server) throws InterruptedException {
    long start = System.nanoTime();
    long interval = TimeUnit.SECONDS.toNanos(1) * clients.size() / rate;
    long[] next = new long[clients.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = start + interval * i / next.length;
    }
    while (!stopped) {
      long now = System.nanoTime();
      long earliest = now + TICK_NANOS;
      for (int i = 0; i < next.length; i++) {
        LoadClient client = clients.get(i);
        while (next[i] - now <= 0 && client.isReady()) {
          client.order(next[i], phase);
          next[i] += interval;
        }
        if (next[i] - now > 0) {
          earliest = Math.min(earliest, next[i]);
        }
      }
      server.pollNanos(this, BATCH, Math.max(0, earliest - System.nanoTime()));
      look();
    }
  }

  private void look() {
    long now = System.nanoTime();
    boolean begins = marked;
    marked = false;
    long longest = longestGapNanos;
    for (LoadClient client : clients) {
      client.tick(now);
      if (begins) {
        client.mark(now);
      }
      longest = Math.max(longest, client.takeLongestGapNanos(now));
    }
    longestGapNanos = begins ? 0 : longest;
  }

  /** Runs the loop until something is so; a negative deadline is none. */
  private void pollUntil(IoServer server, BooleanSupplier condition, long deadlineNanos)
      throws InterruptedException {
    while (!condition.getAsBoolean()
        && (deadlineNanos < 0 || System.nanoTime() - deadlineNanos < 0)) {
      server.pollNanos(this, BATCH, TICK_NANOS);
      look();
    }
  }

  private boolean allWithdrawn() {
    boolean all = true;
    for (LoadClient client : clients) {
      all &= client.withdraw();
    }
    return all;
  }

  private boolean isBalanced() {
    return halfMatches() == 0;
  }

  private long halfMatches() {
    return matches.values().stream().filter(sides -> sides != (ADDED | REMOVED)).count();
  }

  private static LoadClient client(Port port) {
    return (LoadClient) Objects.requireNonNull(port.attachment(), "a port of no client");
  }
}
