package dev.ioserver.examples.cluster.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Kills processes at random and starts them again. Before that, those that are left must have
 * answered all that was due, if they can.
 */
final class RandomKills {

  private static final int RECOVER_SECONDS = 60;
  private static final int MOST_PAUSE_MILLIS = 500;

  private final Fleet fleet;
  private final TrialLoad load;
  private final Random random;
  private final Consumer<String> say;
  private final Map<Kill, Long> longestWaits = new EnumMap<>(Kill.class);

  RandomKills(Fleet fleet, TrialLoad load, Random random, Consumer<String> say) {
    this.fleet = fleet;
    this.load = load;
    this.random = random;
    this.say = say;
  }

  /** The longest time without an answer after each kind of kill. */
  Map<Kill, Long> longestWaits() {
    return longestWaits;
  }

  void run(int count) throws IOException, InterruptedException, TimeoutException {
    int number = 0;
    for (Kill kill : Kill.shuffled(count, random)) {
      number++;
      List<Integer> nodes = nodes(kill);
      List<Integer> gateways = gateways(kill);
      String what = number + " of " + count + ", " + kill.victims + ":";
      what += nodes.isEmpty() ? "" : " members " + nodes;
      what += gateways.isEmpty() ? "" : " gateways " + gateways;
      say.accept("kill -9, " + what);
      kill(kill, nodes, gateways);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
    }
  }

  private List<Integer> nodes(Kill kill) {
    int count = fleet.members().all().size();
    int leader = Math.max(0, fleet.leader());
    if (kill == Kill.MEMBERS) {
      int spared = random.nextInt(count);
      return IntStream.range(0, count).filter(id -> id != spared).boxed().toList();
    }
    int follower = (leader + 1 + random.nextInt(count - 1)) % count;
    if (kill.killsLeader()) {
      return List.of(leader);
    }
    return kill.killsFollower() ? List.of(follower) : List.of();
  }

  private List<Integer> gateways(Kill kill) {
    int count = fleet.gatewayAddresses().size();
    int one = random.nextInt(count);
    if (kill == Kill.GATEWAYS) {
      return IntStream.range(0, count).boxed().toList();
    }
    return kill.killsGateway() ? List.of(one) : List.of();
  }

  private void kill(Kill kill, List<Integer> nodes, List<Integer> gateways)
      throws IOException, InterruptedException, TimeoutException {
    load.mark();
    for (int id : nodes) {
      fleet.killNode(id);
    }
    for (int index : gateways) {
      fleet.killGateway(index);
    }
    if (kill.goesOn) {
      fleet.await("a leader", RECOVER_SECONDS, () -> fleet.leader() >= 0);
      awaitAnswers(fleet, load, RECOVER_SECONDS);
    } else {
      TimeUnit.SECONDS.sleep(1); // so that there are orders which nobody answers
    }
    for (int id : new ArrayList<>(nodes)) {
      fleet.startNode(id);
    }
    for (int index : gateways) {
      fleet.startGateway(index);
    }
    fleet.await(
        "a member's return", RECOVER_SECONDS, () -> nodes.stream().allMatch(fleet::isAtWork));
    fleet.await("a leader", RECOVER_SECONDS, () -> fleet.leader() >= 0);
    fleet.await("a gateway's return", RECOVER_SECONDS, fleet::allGatewaysHaveALeader);
    if (!kill.goesOn) {
      awaitAnswers(fleet, load, RECOVER_SECONDS);
    }
    longestWaits.merge(kill, load.longestGapNanos(), Math::max);
  }

  /** Waits until all that is due now was answered. */
  static void awaitAnswers(Fleet fleet, TrialLoad load, int seconds)
      throws InterruptedException, TimeoutException {
    TimeUnit.SECONDS.sleep(1); // so that the clients have met the kill
    long due = load.sent() + 1;
    fleet.await("an answer", seconds, () -> load.accepted() + load.rejected() >= due);
  }
}
