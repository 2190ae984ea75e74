package dev.ioserver.bench;

import dev.ioserver.bench.datagram.DatagramCase;
import dev.ioserver.bench.datagram.DatagramServers;
import dev.ioserver.bench.datagram.DatagramTask;
import dev.ioserver.bench.datagram.DatagramTurns;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.report.DatagramTable;
import dev.ioserver.bench.run.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench datagrams}: what a datagram costs the process that it comes to. */
@Command(
    name = "datagrams",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Datagrams to and from each server over loopback, a few milliseconds each in turn, every"
          + " server in a process of its own. It shows the processor time of the server's process,"
          + " its system calls and the bytes that it allocates, each for a datagram."
    },
    footer = {"", "docs/benchmarks.md explains the tasks and the peers."})
final class DatagramsCommand implements Callable<Integer> {

  /** Counting system calls of one server in one case, at the most. */
  private static final double SECONDS_TO_COUNT = 0.6;

  @Option(
      names = "--task",
      split = ",",
      paramLabel = "NAME",
      description =
          "What the servers do: ${COMPLETION-CANDIDATES}. One at a time it is echo alone."
              + " Without the option all.")
  private List<DatagramTask> tasks = List.of(DatagramTask.values());

  @Option(
      names = "--bytes",
      split = ",",
      paramLabel = "N",
      description = "The sizes of the datagrams, 16 to 2048; 64,1000 without the option.")
  private List<Integer> sizes = List.of(64, 1000);

  @Option(
      names = "--burst",
      split = ",",
      paramLabel = "N",
      description =
          "How many datagrams come or go at once, 1 to 1024; 1 is one at a time. 1,64 without the"
              + " option.")
  private List<Integer> bursts = List.of(1, 64);

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description =
          "The servers. NAME@JAR takes one from another build's benchmarks.jar. Without the option"
              + " all that can run here.")
  private @Nullable List<String> named;

  @Option(
      names = "--base",
      split = ",",
      paramLabel = "NAME",
      description =
          "Whose processor time the ratios are to, one or two servers; java.nio,c without the"
              + " option, as far as they take part.")
  private @Nullable List<String> bases;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure each case in each launch; ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Option(
      names = "--launches",
      paramLabel = "N",
      description = "How often to start the servers anew; ${DEFAULT-VALUE}.")
  private int launches = 3;

  @Option(
      names = "--pin",
      paramLabel = "HOW",
      description =
          "apart: client and servers on a processor each; together: both on one; none; or two"
              + " processors, such as 2,3, the client's first. ${DEFAULT-VALUE}")
  private String pin = Pinning.APART;

  @Option(names = "--no-syscalls", description = "Do not count system calls.")
  private boolean noSystemCalls;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatagramsCommand() {}

  @Override
  public Integer call() {
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Pinning pinning = check();
    List<DatagramCase> cases = cases();
    List<String> peers = peers(terminal);
    List<Integer> compared = bases(peers);
    terminal.println("pinning: " + pinning.describe());
    terminal.println("load: " + Machine.load());
    terminal.printf(
        Locale.ROOT,
        "%d cases, %d servers, %d launches: about %.0f s%n",
        cases.size(),
        peers.size(),
        launches,
        estimate(cases.size(), peers.size()));
    try {
      measure(terminal, pinning, peers, cases, compared);
      return 0;
    } catch (IOException e) {
      terminal.println("!! FAILED: " + e.getMessage());
      return 1;
    }
  }

  private void measure(
      PrintStream terminal,
      Pinning pinning,
      List<String> peers,
      List<DatagramCase> cases,
      List<Integer> compared)
      throws IOException {
    DatagramTable table = new DatagramTable(peers, cases, compared, launches);
    // Who ends it early sees what there is.
    Thread early = new Thread(() -> table.print(terminal), "table");
    Runtime.getRuntime().addShutdownHook(early);
    try {
      for (int launch = 0; launch < launches; launch++) {
        String name = "launch " + (launch + 1) + " of " + launches;
        terminal.println(name + ": warming up");
        // Who measures for a moment only does not want to know exactly.
        int warmUp = (int) (DatagramTurns.WARM_UP * Math.min(1, seconds));
        try (DatagramTurns turns = new DatagramTurns(peers, cases, pinning, warmUp)) {
          for (int i = 0; i < cases.size(); i++) {
            DatagramTurns.Found found = turns.run(cases.get(i), seconds);
            table.add(i, found);
            terminal.printf("%s: %s, %d laps%n", name, cases.get(i).describe(), found.laps());
          }
          if (launch == launches - 1 && !noSystemCalls) {
            countCalls(terminal, turns, cases, table);
          }
        }
      }
      table.print(terminal);
      terminal.println("load: " + Machine.load());
    } finally {
      forget(early);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This process is ending, and the hook has had its turn.
    }
  }

  private static void countCalls(
      PrintStream terminal, DatagramTurns turns, List<DatagramCase> cases, DatagramTable table) {
    terminal.println("counting system calls");
    try {
      for (int i = 0; i < cases.size(); i++) {
        table.calls(i, turns.systemCalls(cases.get(i)));
      }
    } catch (IOException e) {
      terminal.println("!! SYSTEM CALLS ARE NOT COUNTED: " + e.getMessage());
    }
  }

  private double estimate(int cases, int peers) {
    double counting = noSystemCalls ? 0 : cases * peers * SECONDS_TO_COUNT;
    return launches * (cases * (seconds + 0.3 * peers) + 1.5 * peers) + counting;
  }

  private List<DatagramCase> cases() {
    List<DatagramCase> cases = new ArrayList<>();
    for (int burst : bursts) {
      for (DatagramTask task : tasks) {
        for (int bytes : sizes) {
          if (burst > 1 || task == DatagramTask.ECHO) {
            cases.add(new DatagramCase(task, bytes, burst));
          }
        }
      }
    }
    if (cases.isEmpty()) {
      throw refusal("one at a time there is echo alone: add it to --task, or more to --burst");
    }
    return cases;
  }

  private List<String> peers(PrintStream terminal) {
    List<String> asked = named;
    if (asked == null) {
      List<String> found = new ArrayList<>();
      for (String peer : DatagramServers.ALL) {
        String cause = Peers.unavailabilityCause(peer);
        if (cause == null) {
          found.add(peer);
        } else {
          terminal.println("!! LEFT OUT, " + peer + ": " + cause);
        }
      }
      return found;
    }
    for (String peer : asked) {
      String name = peer.replaceFirst("@.*", "");
      if (!DatagramServers.ALL.contains(name)) {
        throw refusal(
            "no peer of datagrams is called '"
                + name
                + "'; there are "
                + String.join(", ", DatagramServers.ALL));
      }
      if (!name.equals(peer) && !Files.isRegularFile(Path.of(peer.substring(name.length() + 1)))) {
        throw refusal("there is no jar where " + peer + " says");
      }
      String cause = Peers.unavailabilityCause(name);
      if (cause != null) {
        throw refusal("no " + name + " here: " + cause);
      }
    }
    return asked;
  }

  /** The places of those whom the others are compared with. */
  private List<Integer> bases(List<String> peers) {
    List<String> wanted = bases;
    if (wanted == null) {
      List<Integer> found = new ArrayList<>();
      for (String usual : List.of(Peers.JAVA_NIO, Peers.C)) {
        if (peers.contains(usual)) {
          found.add(peers.indexOf(usual));
        }
      }
      return found.isEmpty() ? List.of(0) : found;
    }
    if (wanted.size() > 2) {
      throw refusal("--base takes one or two servers");
    }
    for (String base : wanted) {
      if (!peers.contains(base)) {
        throw refusal("--base names " + base + ", which does not take part");
      }
    }
    return wanted.stream().map(peers::indexOf).toList();
  }

  private Pinning check() {
    if (launches < 1 || launches > 100) {
      throw refusal("--launches must be 1 to 100");
    }
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw refusal("--seconds must be up to 3600");
    }
    for (int bytes : sizes) {
      if (bytes < DatagramServers.LEAST_BYTES || bytes > DatagramServers.MOST_BYTES) {
        throw refusal(
            "--bytes must be "
                + DatagramServers.LEAST_BYTES
                + " to "
                + DatagramServers.MOST_BYTES
                + ", not "
                + bytes);
      }
    }
    for (int burst : bursts) {
      if (burst < 1 || burst > DatagramServers.MOST_DATAGRAMS) {
        throw refusal("--burst must be 1 to " + DatagramServers.MOST_DATAGRAMS + ", not " + burst);
      }
    }
    try {
      return Pinning.parse(pin);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--pin: " + e.getMessage(), e);
    }
  }

  private ParameterException refusal(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
