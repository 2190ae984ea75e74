package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.Dice;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import dev.ioserver.testkit.sim.kernel.SimSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a run: brings it to rest step by step, and checks at each what must hold. */
final class Rest {

  private static final int MOST_ROUNDS = 60_000;
  private static final int QUIET_ROUNDS = 3;
  private static final int IDLE_POLLS = 10;

  /**
   * Longer than a listener rests, a pause of an error that passes takes, or a loop takes to look
   * for room in its inboxes.
   */
  private static final List<Duration> SHORT =
      List.of(Duration.ofMillis(25), Duration.ofMillis(5), Duration.ofMillis(70));

  /** Longer than any time-out of a plan, and a connect takes. */
  private static final List<Duration> LONG =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(12), Duration.ofSeconds(30));

  private final Users users;
  private final SimKernel kernel;
  private final Dice dice;

  Rest(Users users, SimKernel kernel, Dice dice) {
    this.users = users;
    this.kernel = kernel;
    this.dice = dice;
  }

  void come() {
    dice.calm();
    settle();
    passPauses();
    checkIdle();
    users.ends().forEach(End::checkPending);
    users.ends().forEach(End::checkAtRest);
    checkTimers();
    users.giveCredit();
    settle();
    passPauses();
    checkIdle();
    users.ends().forEach(End::checkAtRest);
    if (kernel.waiting() > 0) {
      throw kernel.violated("accept", kernel.waiting() + " connections are not accepted");
    }
    users.ends().forEach(this::checkWhole);
    finish();
  }

  /** Everybody closes, and nothing may be left. */
  private void finish() {
    pass(LONG);
    for (End end : users.ends()) {
      if (!end.isLeaving()) {
        end.close();
      }
    }
    settle();
    pass(LONG);
    // Who was accepted meanwhile is closed as well.
    for (End end : users.ends()) {
      if (!end.isLeaving()) {
        end.close();
      }
    }
    settle();
    pass(LONG);
    for (End end : users.ends()) {
      if (!end.isOver()) {
        throw end.broken("closed", "Closed is missing");
      }
    }
    users.ends().forEach(End::release);
    for (int i = 0; i < users.servers().count(); i++) {
      if (!users.servers().isClosed(i)) {
        users.servers().closeListener(i);
      }
    }
    settle();
    for (int i = 0; i < users.servers().count(); i++) {
      users.closeServer(i);
    }
    if (!kernel.open().isEmpty()) {
      throw kernel.violated("left open", String.join(", ", kernel.open()));
    }
    if (kernel.heldChunks() > 0) {
      throw kernel.violated("memory", kernel.heldChunks() + " chunks are still held");
    }
  }

  /**
   * Lets the pauses be over. Where there is little room in the inboxes of a loop, each may be
   * followed by another.
   */
  private void passPauses() {
    int before;
    int rounds = 0;
    do {
      before = activity();
      pass(SHORT);
      if (++rounds > MOST_ROUNDS) {
        throw kernel.violated("spin", "it does not come to rest");
      }
    } while (users.isTight() && activity() != before);
  }

  /** Lets the time-outs and pauses within that time be over. */
  private void pass(List<Duration> times) {
    for (Duration time : times) {
      kernel.pass(time.toNanos());
      settle();
    }
  }

  /** Runs everything until nothing moves. */
  private void settle() {
    int quiet = 0;
    for (int round = 0; quiet < QUIET_ROUNDS; round++) {
      if (round > MOST_ROUNDS) {
        throw kernel.violated("spin", "it does not come to rest");
      }
      int before = activity();
      boolean moved = kernel.move();
      users.servers().pollAll();
      quiet = moved || activity() != before ? 0 : quiet + 1;
    }
  }

  private int activity() {
    return kernel.dataCalls() + kernel.events() + users.servers().heard();
  }

  private void checkIdle() {
    int before = activity();
    for (int i = 0; i < IDLE_POLLS; i++) {
      users.servers().pollAll();
    }
    if (activity() != before) {
      throw kernel.violated("spin", (activity() - before) + " calls with nothing to do");
    }
  }

  private void checkTimers() {
    for (TimerModel timer : users.timers()) {
      if (timer.isLost(kernel.now())) {
        throw kernel.violated("timer", "it has not expired");
      }
    }
  }

  /** What a peer has sent arrives, unless there is a reason why it need not. */
  private void checkWhole(End end) {
    End peer = users.end(end.who ^ 1);
    SimSocket below = end.socket();
    if (peer == null || below == null || end.isLeaving() || excuse(end, peer) != null) {
      return;
    }
    if (end.grammar.isFailed() && !peer.isLeaving()) {
      throw end.broken("failed", "for no reason");
    }
    if (!end.in.isWhole()) {
      throw end.broken("lost bytes", "it was sent more: " + end.in);
    }
    if ((peer.isLeaving() || peer.isShut()) && !end.grammar.isFailed()) {
      if (!end.grammar.isPeerClosed()) {
        throw end.broken("peer closed", "it was not told");
      }
    }
  }

  /** Why something may be lost between two ends, or null. */
  private static @Nullable String excuse(End end, End peer) {
    SimSocket here = end.socket();
    SimSocket there = peer.socket();
    if (here == null || there == null || here.isHurt() || there.isHurt()) {
      return "the connection was broken";
    }
    if (end.hasTimedOut() || peer.hasTimedOut()) {
      return "the time to connect was over";
    }
    if (end.isOutOfMemory() || peer.isOutOfMemory()) {
      return "there was no memory";
    }
    if (peer.isAborted()) {
      return "aborted";
    }
    if (peer.ranOut()) {
      return "the time to close was over";
    }
    return null;
  }
}
