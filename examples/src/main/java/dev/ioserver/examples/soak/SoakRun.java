package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.LoopCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run: churn, rest, a look at what the process holds, churn for the rest of the time, rest, and
 * another look. The first part lets the JVM compile and the pools fill.
 */
public final class SoakRun {

  private static final long TICK_MILLIS = 50;

  /** The first part of the run, as one of so many, and at the most so long. */
  private static final int FIRST_PART = 10;

  private static final long LONGEST_FIRST_PART_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The longest that a connection says nothing; after Ctrl-C there are 10 s until the table. */
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What has not ended by then is not going to: all lives and close time-outs are over. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(180);

  private static final long SHORTEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int LINES = 60;

  private final SoakConfig config;
  private final Consumer<String> progress;
  private final Tally tally = new Tally();
  private final List<Relay> relays = new ArrayList<>();

  /** Set by any thread, read by the one that runs. */
  private volatile boolean stopped;

  /**
   * Prepares a run.
   *
   * @param progress takes a line now and then
   */
  public SoakRun(SoakConfig config, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
  }

  /** Ends the churn early; the table still comes. Any thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Runs it. Once.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public SoakResult run() throws IOException, InterruptedException {
    long idleNanos = Math.min(LONGEST_IDLE_NANOS, config.nanos() / FIRST_PART);
    try (ChurnServer server = ChurnServer.start(config, idleNanos, tally);
        ChurnClient client = new ChurnClient(config, server.lanes(), idleNanos, tally)) {
      client.start();
      progress.accept("soak, engine " + server.engine() + ", seed " + config.seed());
      for (Place place : Place.values()) {
        relays.add(Relay.start(place, config, config.handOvers() / Place.values().length, tally));
      }
      return run(server, client);
    }
  }

  private SoakResult run(ChurnServer server, ChurnClient client)
      throws IOException, InterruptedException {
    ProgressLine line = new ProgressLine(tally);
    long began = System.nanoTime();
    long first = Math.min(LONGEST_FIRST_PART_NANOS, config.nanos() / FIRST_PART);
    churn(client, line, began + first);
    rest(line);
    Footprint before = Footprint.take();
    churn(client, line, began + config.nanos());
    long elapsed = System.nanoTime() - began;
    rest(line);
    Footprint after = Footprint.take();
    tally.timersMissing.add(tally.timersPending.get());
    LoopCounters counters = sum(server.counters(), client.counters());
    for (Relay relay : relays) {
      counters = sum(List.of(counters), relay.counters());
      relay.stop();
    }
    Throwable failure = server.failure();
    if (failure != null) {
      tally.failed("a loop of the server", failure);
    }
    return result(server.engine(), elapsed, counters, before, after);
  }

  private void churn(ChurnClient client, ProgressLine line, long endNanos)
      throws InterruptedException {
    client.opening(true);
    while (endNanos - System.nanoTime() > 0 && !isOver()) {
      tick(line);
    }
    client.opening(false);
  }

  /** Waits until every connection has ended, and no timer is set. */
  private void rest(ProgressLine line) throws InterruptedException {
    long deadline = System.nanoTime() + REST_NANOS;
    while (!isAtRest() && deadline - System.nanoTime() > 0) {
      tick(line);
    }
    int left = tally.clientsOpen.get() + tally.serversOpen.get();
    if (left > 0) {
      tally.neverEnded.add(left);
      tally.note(left + " ports are still open");
    }
  }

  private boolean isAtRest() {
    return tally.clientsOpen.get() == 0
        && tally.serversOpen.get() == 0
        && tally.timersPending.get() == 0;
  }

  /** A thread that has failed or hangs gets no better by waiting. */
  private boolean isOver() {
    return stopped || tally.threadsFailed.sum() > 0 || tally.wakesLost.sum() > 0;
  }

  private void tick(ProgressLine line) throws InterruptedException {
    Thread.sleep(TICK_MILLIS);
    long now = System.nanoTime();
    for (Relay relay : relays) {
      relay.look(now);
    }
    long step = Math.clamp(config.nanos() / LINES, SHORTEST_STEP_NANOS, LONGEST_STEP_NANOS);
    if (line.isDue(now, step)) {
      progress.accept(line.next(now));
    }
  }

  private static LoopCounters sum(List<LoopCounters> some, List<LoopCounters> more) {
    LoopCounters sum = some.getFirst();
    for (LoopCounters next : some.subList(1, some.size())) {
      sum = sum.plus(next);
    }
    for (LoopCounters next : more) {
      sum = sum.plus(next);
    }
    return sum;
  }

  private SoakResult result(
      String engine, long elapsed, LoopCounters counters, Footprint before, Footprint after) {
    Map<String, Long> endings = new LinkedHashMap<>();
    for (Ending ending : Ending.values()) {
      endings.put(ending.text, tally.planned(ending));
    }
    return new SoakResult(
        engine,
        config.seed(),
        elapsed,
        new SoakResult.Volumes(
            tally.connections.sum(),
            endings,
            tally.mostOpen(),
            tally.bytes.sum(),
            tally.timers.sum(),
            tally.timersCancelled.sum(),
            tally.handOvers.sum(),
            counters.wakesAsked(),
            counters.wakesWritten()),
        tally.faults(),
        before,
        after,
        tally.roundTrips(),
        tally.timersLate(),
        tally.notes());
  }
}
