package dev.ioserver.bench;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.report.HtmlReport;
import dev.ioserver.bench.report.TerminalTable;
import dev.ioserver.bench.run.Case;
import dev.ioserver.bench.run.Effort;
import dev.ioserver.bench.run.Machine;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Plan;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Tier;
import dev.ioserver.examples.report.Fonts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench}: runs the benchmarks and shows what they found. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      TurnsCommand.class,
      DatagramsCommand.class,
      MemoryCommand.class,
      StartCommand.class
    },
    description = {
      "Measures what a wake-up, a change of interest, a select and a round trip cost, here and with"
          + " others, in one run. Without options it takes less than ten minutes."
    },
    footer = {
      "",
      "turns tells small differences between echo servers, and their processor time per message;"
          + " datagrams what a datagram costs its process; memory what an idle connection takes;"
          + " start how long a server takes to its first echo.",
      "The figures are printed, and written to a directory: report.html (with plots),"
          + " jmh-result.json and jmh.log. docs/benchmarks.md explains each benchmark.",
      "Exit code: 0 ok, 1 a benchmark failed, 2 it could not start. Measure on a machine that does"
          + " nothing else. java -jar bench/target/benchmarks.jar is JMH's"
          + " own command, for single benchmarks and its profilers."
    })
public final class Main implements Callable<Integer> {

  @Option(names = "--quick", description = "The most important benchmarks, in two minutes.")
  private boolean quick;

  @Option(names = "--full", description = "Everything with everybody, at length: takes hours.")
  private boolean full;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "Only what this regular expression is found in; see --list.")
  private @Nullable Pattern only;

  @Option(names = "--list", description = "Print what would be run, and stop.")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each case is run; 2 with --quick, 5 with --full, else 3.")
  private int rounds;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "Only these peers, such as ioserver,c,netty-epoll; ratios need ioserver.")
  private Set<String> peers = Set.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long each run warms up and measures, however long it takes in all; without it what"
              + " the time allows.")
  private double seconds;

  @Option(
      names = "--server-idle",
      paramLabel = "HOW",
      description =
          "What ioserver's echo servers do while there is nothing to do: park (default), adaptive,"
              + " busy, or nanoseconds to ask again before parking. Busy rows are busy anyway.")
  private String serverIdle = "park";

  @Option(
      names = "--pin",
      paramLabel = "HOW",
      description =
          "Where client and server of the echo benchmarks run. apart: a processor each; together:"
              + " both on one; none: where the kernel puts them, and then there is no verdict on"
              + " round trips; or two processors, such as 2,3, the client's first."
              + " ${DEFAULT-VALUE}")
  private String pin = Pinning.APART;

  @Option(names = "--no-syscalls", description = "Do not count system calls.")
  private boolean noSystemCalls;

  @Option(
      names = "--out",
      paramLabel = "DIRECTORY",
      description = "Where the report goes; ${DEFAULT-VALUE}.")
  private Path out = Path.of("bench-results");

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public Main() {}

  /** Runs the command; relaunches itself where the JVM would print warnings. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Integer status = Relaunch.withoutWarnings(Main.class, args);
    if (status == null) {
      status = commandLine().execute(withoutName(args));
    }
    System.exit(status);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCommandName("ioserver bench")
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** A launcher that cannot drop an argument hands on the name of the command too. */
  private static String[] withoutName(String[] args) {
    boolean named = args.length > 0 && args[0].equals("bench");
    return named ? Arrays.copyOfRange(args, 1, args.length) : args;
  }

  @Override
  public Integer call() throws IOException {
    long began = System.nanoTime();
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Tier tier = quick ? Tier.QUICK : full ? Tier.FULL : Tier.DEFAULT;
    // With a pattern it is not the tier that chooses, only how long it may take.
    List<Case> cases =
        Plan.cases(only == null ? tier : Tier.FULL).stream().filter(this::isWanted).toList();
    Pinning pinning = check();
    Effort effort =
        new Effort(
            rounds > 0 ? rounds : tier.rounds(),
            seconds > 0 ? 0 : tier.budgetSeconds(),
            seconds,
            !noSystemCalls,
            serverIdle,
            pin);
    if (cases.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing is left of the benchmarks; see --list --full");
    }
    if (list) {
      cases.forEach(wanted -> terminal.println(wanted.name()));
      terminal.println(effort.describe(cases.size()));
      return 0;
    }
    Map<String, String> machine = Machine.describe();
    machine.put("effort", effort.describe(cases.size()));
    machine.put("echo pinned", pinning.describe());
    machine.put("idle servers", "those of ioserver " + serverIdle);
    String busy = Machine.busy();
    if (busy != null) {
      machine.put("warning", busy);
    }
    machine.forEach((name, value) -> terminal.printf("%-12s %s%n", name, value));
    Files.createDirectories(out);
    Session session = new Session(cases, effort, terminal, out.resolve("jmh.log"));
    List<Outcome> outcomes = session.run();
    machine.put("load after", Machine.load());
    machine.put("took", Math.round((System.nanoTime() - began) / 1e9) + " s");
    TerminalTable.print(outcomes, pinning.isPinned(), terminal);
    Path page = out.resolve("report.html");
    String noPlots = Fonts.unavailabilityCause();
    HtmlReport.write(page, command(), machine, outcomes, pinning.isPinned(), noPlots);
    session.writeJson(out.resolve("jmh-result.json"));
    terminal.println("report: " + page.toAbsolutePath());
    if (noPlots != null) {
      terminal.println("!! NO PLOTS in it: " + noPlots);
    }
    List<String> failed =
        outcomes.stream().filter(Outcome::isFailed).map(outcome -> outcome.what().name()).toList();
    failed.forEach(name -> terminal.println("!! FAILED: " + name));
    return failed.isEmpty() ? 0 : 1;
  }

  private boolean isWanted(Case candidate) {
    return (only == null || only.matcher(candidate.name()).find())
        && (peers.isEmpty() || peers.contains(candidate.peer()));
  }

  private Pinning check() {
    if (quick && full) {
      throw new ParameterException(spec.commandLine(), "either --quick or --full");
    }
    if (rounds < 0 || rounds > 1_000) {
      throw new ParameterException(spec.commandLine(), "--rounds must be 1 to 1000");
    }
    if (seconds < 0 || seconds > 3_600) {
      throw new ParameterException(spec.commandLine(), "--seconds must be up to 3600");
    }
    try {
      Idle.parse(serverIdle);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--server-idle: " + e.getMessage(), e);
    }
    Set<String> known = Plan.cases(Tier.FULL).stream().map(Case::peer).collect(Collectors.toSet());
    for (String peer : peers) {
      if (!known.contains(peer)) {
        throw new ParameterException(
            spec.commandLine(),
            "no peer is called '" + peer + "'; there are " + String.join(", ", sorted(known)));
      }
    }
    try {
      return Pinning.parse(pin);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--pin: " + e.getMessage(), e);
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private String command() {
    return "./ioserver bench"
        + (quick ? " --quick" : "")
        + (full ? " --full" : "")
        + (only == null ? "" : " --only '" + only + "'")
        + (peers.isEmpty() ? "" : " --peers " + String.join(",", sorted(peers)))
        + (rounds == 0 ? "" : " --rounds " + rounds)
        + (seconds == 0 ? "" : " --seconds " + seconds)
        + (serverIdle.equals("park") ? "" : " --server-idle " + serverIdle)
        + (pin.equals(Pinning.APART) ? "" : " --pin " + pin)
        + (noSystemCalls ? " --no-syscalls" : "");
  }
}
