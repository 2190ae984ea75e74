package dev.ioserver.bench;

import dev.ioserver.bench.report.HtmlReport;
import dev.ioserver.bench.report.TerminalTable;
import dev.ioserver.bench.run.Case;
import dev.ioserver.bench.run.Machine;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Plan;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Tier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ioserver bench}: runs the benchmarks and shows what they found. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what a wake-up, a change of interest, a select and a round trip cost, here and with"
          + " others, in one run. Without options it takes less than ten minutes."
    },
    footer = {
      "",
      "The figures are printed, and written to a directory: report.html (with plots),"
          + " jmh-result.json and jmh.log. docs/benchmarks.md explains each benchmark.",
      "Measure on a machine that does nothing else. java -jar bench/target/benchmarks.jar is JMH's"
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
      names = "--no-syscalls",
      description = "Do not count system calls, which takes a run of its own for each case.")
  private boolean noSystemCalls;

  @Option(
      names = "--out",
      paramLabel = "DIRECTORY",
      description = "Where the report goes; ${DEFAULT-VALUE}.")
  private Path out = Path.of("bench-results");

  /** For picocli. */
  public Main() {}

  /** Runs the command; relaunches itself where the JVM would print warnings. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Integer status = Relaunch.withoutWarnings(Main.class, args);
    if (status == null) {
      System.setProperty("java.awt.headless", "true");
      status = new CommandLine(new Main()).setCommandName("ioserver bench").execute(args);
    }
    System.exit(status);
  }

  @Override
  public Integer call() throws IOException {
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Tier tier = quick ? Tier.QUICK : full ? Tier.FULL : Tier.DEFAULT;
    // With a pattern it is not the tier that chooses, only how long it may take.
    List<Case> cases =
        Plan.cases(only == null ? tier : Tier.FULL).stream().filter(this::isWanted).toList();
    if (list) {
      cases.forEach(wanted -> terminal.println(wanted.name()));
      return 0;
    }
    if (cases.isEmpty()) {
      terminal.println("Nothing matches " + only + "; see --list --full.");
      return 2;
    }
    Map<String, String> machine = Machine.describe();
    machine.forEach((name, value) -> terminal.printf("%-12s %s%n", name, value));
    Files.createDirectories(out);
    Session session =
        new Session(
            cases,
            rounds > 0 ? rounds : tier.rounds(),
            tier.budgetSeconds(),
            !noSystemCalls,
            terminal,
            out.resolve("jmh.log"));
    List<Outcome> outcomes = session.run();
    machine.put("load after", Machine.load());
    TerminalTable.print(outcomes, terminal);
    Path page = out.resolve("report.html");
    HtmlReport.write(page, command(), machine, outcomes);
    session.writeJson(out.resolve("jmh-result.json"));
    terminal.println("report: " + page.toAbsolutePath());
    return 0;
  }

  private boolean isWanted(Case candidate) {
    return only == null || only.matcher(candidate.name()).find();
  }

  private String command() {
    return "./ioserver bench"
        + (quick ? " --quick" : "")
        + (full ? " --full" : "")
        + (only == null ? "" : " --only '" + only + "'")
        + (rounds == 0 ? "" : " --rounds " + rounds)
        + (noSystemCalls ? " --no-syscalls" : "");
  }
}
