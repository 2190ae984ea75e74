package dev.ioserver.bench.run;

import java.util.ArrayList;
import java.util.List;

/** What the project wants to show, in the order of docs/benchmarks.md. */
public final class Targets {

  private static final String IOSERVER = " ioserver";
  private static final String CLOSED = "EchoLatencyBenchmark.roundTrip bytes 64, client ";

  private Targets() {}

  /** All of them. */
  public static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    wakes(targets);
    memory(targets);
    echoes(targets);
    String poll = "PollBenchmark.look ready none, registered ";
    // The same, within the spread: some round at least must have found it no slower.
    targets.add(
        new Target(
            "look with 10,000 idle sockets: time / that with 1",
            poll + 10_000 + IOSERVER,
            poll + 1 + IOSERVER,
            1.05,
            true));
    return List.copyOf(targets);
  }

  private static void wakes(List<Target> targets) {
    targets.add(
        new Target("wake an awake loop: time", "AwakeBenchmark.wakers1 ioserver", null, 5, true));
    targets.add(
        new Target(
            "first wake of a cycle: java.nio's time / ioserver's",
            "CycleBenchmark.firstWake java.nio",
            "CycleBenchmark.firstWake ioserver",
            100,
            false));
    targets.add(
        new Target(
            "wake an awake loop, 4 wakers: time / that of Netty epoll's wake-up",
            "AwakeBenchmark.wakers4 ioserver",
            "AwakeBenchmark.wakers4 netty-epoll-wakeup",
            1,
            true));
    String parked = "ParkedBenchmark.wakeUntilItRuns pauseMicros 30, wakers 1";
    targets.add(
        new Target(
            "wake a parked loop, until it runs: time / C's",
            parked + IOSERVER,
            parked + " c",
            1.1,
            true));
    for (String peer : List.of("netty-epoll", "java.nio")) {
      targets.add(
          new Target(
              "wake a parked loop, until it runs: " + peer + "'s time / ioserver's",
              parked + " " + peer,
              parked + IOSERVER,
              1,
              false));
    }
  }

  private static void memory(List<Target> targets) {
    targets.add(
        new Target(
            "interest off and on again: java.nio's time with its look / ioserver's",
            "InterestBenchmark.toggleAndLook sockets 1 java.nio",
            "InterestBenchmark.toggle sockets 1 ioserver",
            100,
            false));
    // On the selecting thread a change of ioserver's is in force when the call returns; java.nio's
    // is when the look that follows has told the kernel.
    targets.add(
        new Target(
            "interest off and on again, each in force: java.nio's time with two looks / ioserver's",
            "InterestBenchmark.changeAndLook sockets 1 java.nio",
            "InterestBenchmark.toggle sockets 1 ioserver",
            100,
            false));
    targets.add(
        new Target(
            "automatic reading off and on again: netty-epoll's time / netty-ioserver's",
            "AutoReadBenchmark.toggle sockets 1 netty-epoll",
            "AutoReadBenchmark.toggle sockets 1 netty-ioserver",
            20,
            false));
    targets.add(
        new Target(
            "select of 2 ready channels, a send included: time",
            "SelectBenchmark.sendAndSelect sources 2 ioserver",
            null,
            100,
            true));
  }

  private static void echoes(List<Target> targets) {
    for (String way : List.of("blocking", "busy")) {
      String echo = CLOSED + way + ", server " + way;
      String what = "echo, 1 connection, " + way + ": ";
      targets.add(new Target(what + "time / C's", echo + IOSERVER, echo + " c", 1.1, true));
      targets.add(against(what, echo, "netty-epoll", 1.3));
      targets.add(against(what, echo, "java.nio", 2));
    }
    for (String connections : List.of("64", "1000")) {
      String echo = "EchoThroughputBenchmark.message bytes 64, connections " + connections;
      String what = "echo, " + connections + " connections: ";
      targets.add(
          new Target(
              what + "throughput / C's, as C's time / ioserver's",
              echo + " c",
              echo + IOSERVER,
              0.9,
              false));
      for (String peer : List.of("java.nio", "netty-nio", "netty-epoll", "netty-io_uring")) {
        targets.add(against(what, echo, peer, 1));
      }
    }
  }

  private static Target against(String what, String name, String peer, double limit) {
    return new Target(
        what + peer + "'s time / ioserver's", name + " " + peer, name + IOSERVER, limit, false);
  }
}
