package dev.ioserver.linux;

import dev.ioserver.linux.FailingCallsTable.Outcome;
import dev.ioserver.linux.FailingCallsTable.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Rows of the table at random, all at once, on connections of which any may end at any time. */
final class FailingMixture {

  private static final int MIXED_THREADS = 6;
  private static final int MIXED_ROWS = 14;

  private final FailingRun run;
  private final int millis;

  /**
   * A mixture.
   *
   * @param millis how long it lasts
   */
  FailingMixture(FailingRun run, int millis) {
    this.run = run;
    this.millis = millis;
  }

  /** Any of the rows, one call in some, on the connections of a group. */
  void run(long seed) throws Exception {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>(run.engine.rows());
    rows.removeIf(
        row -> row.outcome() == Outcome.FAILS_LISTENER || row.outcome() == Outcome.FAILS_LOOP);
    Collections.shuffle(rows, random);
    rows.subList(MIXED_ROWS, rows.size()).clear();
    System.out.println("mixture " + seed + ": " + rows);
    List<FailingCalls.Rule> rules = new ArrayList<>();
    for (Row row : rows) {
      FailingCalls.Rule rule = run.rule(row).oneIn(2 + random.nextInt(60), random.nextInt());
      if (row.outcome() == Outcome.PASSED_OVER) {
        rule.takes();
      }
      rules.add(isOfOnePort(row) ? rule.group(FailingRun.MIXED) : rule);
    }
    rules.forEach(FailingCalls.Rule::on);
    Thread acceptor;
    try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      run.calls.group(server.getLocalPort(), FailingRun.MIXED);
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < MIXED_THREADS; i++) {
        Random own = new Random(random.nextLong());
        threads.add(Thread.ofPlatform().start(() -> mixedPeers(own, deadline)));
      }
      threads.add(Thread.ofPlatform().start(() -> mixedConnects(server, deadline)));
      acceptor = Thread.ofPlatform().start(() -> mixedAccepts(server));
      for (Thread thread : threads) {
        thread.join();
      }
      int failed = rules.stream().mapToInt(FailingCalls.Rule::failed).sum();
      rules.forEach(FailingCalls.Rule::close);
      System.out.println("mixture " + seed + ": " + failed + " calls failed");
      if (failed == 0) {
        run.problem("nothing failed in the mixture of seed " + seed);
      }
      run.calls.group(server.getLocalPort(), 0);
    }
    acceptor.join();
  }

  /** Whether a call is about one connection, which is in a group, and not about a whole loop. */
  private static boolean isOfOnePort(Row row) {
    return switch (row.site()) {
      case ACCEPT -> row.outcome() == Outcome.PASSED_OVER;
      case WAIT, TIMED_WAIT, WAKE, EMPTY, SOCKET, CONNECT_OPTION -> false;
      default -> true;
    };
  }

  private void mixedPeers(Random random, long deadline) {
    while (System.nanoTime() - deadline < 0) {
      run.attempt(
          "a connection in a mixture",
          () -> {
            try (CheckedEcho peer = CheckedEcho.boundApart(random.nextLong())) {
              run.calls.group(peer.localPort(), FailingRun.MIXED);
              mixed(peer, random);
              run.calls.group(peer.localPort(), 0);
            }
          });
    }
  }

  private void mixed(CheckedEcho peer, Random random) throws Exception {
    try {
      peer.connect(random.nextBoolean() ? run.listener : run.acknowledging);
      for (int i = random.nextInt(8); i >= 0; i--) {
        peer.exchange(1 + random.nextInt(random.nextInt(8) == 0 ? 300_000 : 5_000));
        Thread.sleep(1);
      }
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> peer.finish();
        case 3 -> run.process.tell("option " + peer.localPort());
        case 4 -> {
          run.process.tell("abort " + peer.localPort());
          peer.expectEnd();
        }
        default -> {
          // It is reset.
        }
      }
    } catch (IOException e) {
      // Its end may come at any time; what it has read was right.
    }
  }

  private void mixedConnects(ServerSocket server, long deadline) {
    run.attempt(
        "connects in a mixture",
        () -> {
          while (System.nanoTime() - deadline < 0) {
            String tag = "connect " + run.tags.incrementAndGet();
            FailingProcess.End end = run.process.fresh(tag);
            run.process.tell("connect " + server.getLocalPort() + tag.substring(7));
            if (!end.comes()) {
              throw new AssertionError(tag + " is never closed");
            }
          }
        });
  }

  private void mixedAccepts(ServerSocket server) {
    while (!server.isClosed()) {
      run.attempt(
          "an accept in a mixture",
          () -> {
            try (CheckedEcho peer = new CheckedEcho(server.accept(), run.seed)) {
              peer.exchange(1_000);
              peer.finish();
            } catch (IOException e) {
              // The connection has ended, or all of it.
            }
          });
    }
  }
}
