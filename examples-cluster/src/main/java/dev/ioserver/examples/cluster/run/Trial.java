package dev.ioserver.examples.cluster.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Three members, two gateways, a load; the leader and a gateway are killed in the middle and
 * started again; and what came of it.
 */
public final class Trial {

  private static final int NODES = 3;
  private static final int GATEWAYS = 2;
  private static final int START_SECONDS = 90;
  private static final int RECOVER_SECONDS = 60;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String STOCKS = "AAPL,MSFT,NVDA,AMZN";

  private final Path folder;
  private final int seconds;
  private final int rate;
  private final int clients;
  private final Consumer<String> say;
  private final int kills;
  private final long seed;

  /** The longest time without an answer, by what was killed. */
  private final Map<String, Long> longestWaits = new LinkedHashMap<>();

  /**
   * Prepares a trial.
   *
   * @param folder for logs and data, empty
   * @param seconds how long there is calm before and after the kills
   * @param rate orders a second of all clients
   * @param kills how many kills there are at random; 0 for the leader and then a gateway
   * @param seed what the random kills follow from
   */
  public Trial(
      Path folder, int seconds, int rate, int clients, int kills, long seed, Consumer<String> say) {
    this.kills = kills;
    this.seed = seed;
    this.folder = folder;
    this.seconds = seconds;
    this.rate = rate;
    this.clients = clients;
    this.say = say;
  }

  /**
   * Runs it.
   *
   * @return whether nothing was lost and nothing happened twice
   */
  public boolean run() throws IOException, InterruptedException, TimeoutException {
    try (Fleet fleet = new Fleet(folder, NODES, GATEWAYS, STOCKS, say)) {
      Thread ends = new Thread(fleet::close, "end-processes");
      Runtime.getRuntime().addShutdownHook(ends);
      try {
        return run(fleet);
      } finally {
        forget(ends);
      }
    }
  }

  private boolean run(Fleet fleet) throws IOException, InterruptedException, TimeoutException {
    say.accept(
        NODES
            + " members at "
            + fleet.members()
            + ", "
            + GATEWAYS
            + " gateways, "
            + clients
            + " clients, "
            + rate
            + " orders/s: a rate for two processors");
    for (int id = 0; id < NODES; id++) {
      fleet.startNode(id);
    }
    fleet.await("the election", START_SECONDS, () -> fleet.leader() >= 0);
    for (int i = 0; i < GATEWAYS; i++) {
      fleet.startGateway(i);
    }
    fleet.await("the gateways", START_SECONDS, fleet::allGatewaysHaveALeader);
    TrialLoad load =
        new TrialLoad(
            fleet.gatewayAddresses(),
            clients,
            rate,
            GRACE_NANOS,
            "demo",
            "demo",
            List.of(STOCKS.split(",", -1)));
    Thread thread = Thread.ofPlatform().name("load").start(load);
    try {
      fleet.await("the logins", RECOVER_SECONDS, load::isReady);
      if (kills == 0) {
        trade(fleet, load);
      } else {
        tradeAtRandom(fleet, load);
      }
    } finally {
      load.stop();
    }
    thread.join();
    boolean equal = compare(fleet);
    fleet.close();
    return report(fleet, load, equal);
  }

  private void trade(Fleet fleet, TrialLoad load)
      throws IOException, InterruptedException, TimeoutException {
    calm(load, "before", seconds);

    int leader = fleet.leader();
    load.phase(TrialLoad.DURING);
    load.mark();
    say.accept("kill -9 of the leader, member " + leader);
    fleet.killNode(leader);
    fleet.await("a new leader", RECOVER_SECONDS, () -> fleet.leader() >= 0);
    noteAnswers(fleet, load, Kill.LEADER);
    fleet.startNode(leader);
    fleet.await("the member's return", RECOVER_SECONDS, () -> fleet.isAtWork(leader));
    calm(load, "member " + leader + " is back", Math.max(1, seconds / 4));

    load.mark();
    say.accept("kill -9 of gateway 0");
    fleet.killGateway(0);
    noteAnswers(fleet, load, Kill.GATEWAY);
    fleet.startGateway(0);
    fleet.await("the gateway's return", RECOVER_SECONDS, fleet::allGatewaysHaveALeader);

    load.phase(TrialLoad.AFTER);
    calm(load, "after", seconds);
  }

  private void noteAnswers(Fleet fleet, TrialLoad load, Kill kill)
      throws InterruptedException, TimeoutException {
    RandomKills.awaitAnswers(fleet, load, RECOVER_SECONDS);
    long waited = load.longestGapNanos();
    longestWaits.put(kill.victims, waited);
    say.accept("answers again; the longest wait was " + millis(waited));
  }

  private void tradeAtRandom(Fleet fleet, TrialLoad load)
      throws IOException, InterruptedException, TimeoutException {
    say.accept("seed " + seed + ", " + kills + " kills: --kills " + kills + " --seed " + seed);
    calm(load, "before", 2);
    load.phase(TrialLoad.DURING);
    RandomKills atRandom = new RandomKills(fleet, load, new Random(seed), say);
    atRandom.run(kills);
    atRandom.longestWaits().forEach((kill, nanos) -> longestWaits.put(kill.victims, nanos));
    load.phase(TrialLoad.AFTER);
    calm(load, "after", 2);
  }

  private void calm(TrialLoad load, String what, int forSeconds) throws InterruptedException {
    for (int i = 0; i < forSeconds; i++) {
      long sent = load.sent();
      TimeUnit.SECONDS.sleep(1);
      say.accept(
          String.format(
              "%s: %d orders sent (%d/s), %d acknowledged, %d executions",
              what, load.sent(), load.sent() - sent, load.accepted(), load.executions()));
    }
  }

  private boolean compare(Fleet fleet) throws IOException, InterruptedException {
    fleet.forgetChecksums();
    String difference = fleet.difference();
    if (difference != null) {
      say.accept("members do not agree " + difference);
      return false;
    }
    try {
      fleet.snapshot();
      fleet.await("the snapshot", RECOVER_SECONDS, () -> fleet.commonChecksums() != null);
    } catch (TimeoutException e) {
      say.accept(String.valueOf(e.getMessage()));
      return false;
    }
    Map<Integer, String> checksums = fleet.commonChecksums();
    say.accept("checksums of the state, by member: " + checksums);
    return checksums != null && checksums.values().stream().distinct().count() == 1;
  }

  private boolean report(Fleet fleet, TrialLoad load, boolean equal) {
    String fault = load.fault();
    boolean good = load.lost() == 0 && load.duplicated() == 0 && equal && fault == null;
    say.accept("");
    line("orders sent", load.sent());
    line("acknowledged", load.accepted());
    line("rejected", load.rejected());
    line("executions", load.executions());
    line("sent again after a login", load.resent());
    line("connections lost", load.disconnects());
    line("withdrawn at the end", load.withdrawn());
    line("lost", load.lost());
    line("duplicated", load.duplicated());
    say.accept(String.format("%-28s %s", "books of all members", equal ? "equal" : "NOT EQUAL"));
    line("places where they agreed", fleet.agreements());
    longestWaits.forEach(
        (killed, nanos) ->
            say.accept(
                String.format("longest without an answer, %s killed: %s", killed, millis(nanos))));
    say.accept("");
    say.accept(
        String.format(
            "%-20s %10s %10s %10s %10s %10s",
            "round trips, ms", "orders", "p50", "p90", "p99", "max"));
    roundTrips("before the kills", load.roundTrips(TrialLoad.BEFORE));
    roundTrips("during", load.roundTrips(TrialLoad.DURING));
    roundTrips("after", load.roundTrips(TrialLoad.AFTER));
    say.accept(
        "They count from when an order was due. At "
            + rate
            + " orders/s six processes share "
            + Runtime.getRuntime().availableProcessors()
            + " processors.");
    say.accept("");
    fleet.counters().forEach(say);
    if (fault != null) {
      say.accept("a client met: " + fault);
    }
    say.accept("");
    say.accept(
        good
            ? "nothing was lost, nothing happened twice"
            : "NOT GOOD: see above, and the logs in " + folder);
    return good;
  }

  private void line(String what, long count) {
    say.accept(String.format("%-28s %d", what, count));
  }

  private void roundTrips(String what, Histogram histogram) {
    say.accept(
        String.format(
            "%-20s %10d %10.2f %10.2f %10.2f %10.2f",
            what,
            histogram.getTotalCount(),
            histogram.getValueAtPercentile(50) / 1e6,
            histogram.getValueAtPercentile(90) / 1e6,
            histogram.getValueAtPercentile(99) / 1e6,
            histogram.getMaxValue() / 1e6));
  }

  private static String millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going already, and the hook does its work.
    }
  }
}
