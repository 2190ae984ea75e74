package dev.ioserver.bench;

import dev.ioserver.bench.echo.ColdStart;
import dev.ioserver.bench.peer.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench start}: from a cold process to its first echo. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The time from the fork of an echo server's process to the first byte that comes back, and"
          + " the processor time of the process until then. The servers are started in turn, each"
          + " from a jar with its own classes alone and with the same flags, without and with an"
          + " AOT cache of the JVM. Ratios are medians over the rounds, to java.nio of the same"
          + " round and the same kind."
    })
final class StartCommand implements Callable<Integer> {

  private static final List<String> USUAL =
      List.of(Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL);

  /** What is started: with a cache, without one, or each in turn. */
  enum Cache {
    WITH,
    WITHOUT,
    BOTH
  }

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description =
          "The servers; ratios are to java.nio, without it to the first. Without the option"
              + " ioserver, java.nio and netty-epoll.")
  private @Nullable List<String> named;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "How often each server is started; ${DEFAULT-VALUE}.")
  private int starts = 20;

  @Option(
      names = "--cache",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}: which starts there are; ${DEFAULT-VALUE}.")
  private Cache cache = Cache.BOTH;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StartCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (starts < 1 || starts > 1_000) {
      throw new ParameterException(spec.commandLine(), "--starts must be 1 to 1000");
    }
    List<String> peers = peers(terminal);
    Path folder = Files.createTempDirectory("ioserver-start");
    try {
      List<Series> all = prepare(peers, folder, terminal);
      for (int round = 0; round < starts; round++) {
        for (int i = 0; i < all.size(); i++) {
          // Another one begins each round, so that none always comes behind the same one.
          all.get((i + round) % all.size()).start(round);
        }
      }
      print(all, terminal);
    } finally {
      delete(folder);
    }
    return 0;
  }

  private List<String> peers(PrintStream terminal) {
    List<String> asked = named;
    if (asked == null) {
      List<String> found = new ArrayList<>();
      for (String peer : USUAL) {
        String cause = Peers.unavailabilityCause(peer);
        if (cause == null) {
          found.add(peer);
        } else {
          terminal.println("!! LEFT OUT, " + peer + ": " + cause);
        }
      }
      return found;
    }
    List<String> known = ColdStart.peers();
    for (String peer : asked) {
      if (!known.contains(peer)) {
        throw new ParameterException(
            spec.commandLine(),
            "no peer of start is called '" + peer + "'; there are " + String.join(", ", known));
      }
      String cause = Peers.unavailabilityCause(peer);
      if (cause != null) {
        throw new ParameterException(spec.commandLine(), "no " + peer + " here: " + cause);
      }
    }
    return asked;
  }

  /** All that is started in a round; the caches are made before the first one. */
  private List<Series> prepare(List<String> peers, Path folder, PrintStream terminal)
      throws IOException {
    List<Series> without = new ArrayList<>();
    List<Series> with = new ArrayList<>();
    for (String peer : peers) {
      ColdStart program = new ColdStart(peer, folder);
      if (cache != Cache.WITH) {
        without.add(new Series(program, false, starts));
      }
      if (cache != Cache.WITHOUT) {
        terminal.printf(Locale.ROOT, "%-18s %6.0f ms to make its cache%n", peer, program.record());
        with.add(new Series(program, true, starts));
      }
    }
    List<Series> all = new ArrayList<>(without);
    all.addAll(with);
    return all;
  }

  private void print(List<Series> all, PrintStream terminal) {
    terminal.printf(
        "from the fork to the first echo, in ms, %d starts each; JVM %s%n",
        starts, System.getProperty("java.runtime.version"));
    terminal.printf(
        "%-18s %-8s %7s %7s %7s %7s %6s %15s %6s%n",
        "server", "cache", "median", "least", "25 %", "75 %", "ratio", "processor time", "ratio");
    for (Series each : all) {
      Series base = base(all, each);
      double[] millis = sorted(each.millis);
      terminal.printf(
          Locale.ROOT,
          "%-18s %-8s %7.0f %7.0f %7.0f %7.0f %6.2f %15s %6s%n",
          each.program.peer(),
          each.cached ? "with" : "without",
          at(millis, 0.5),
          millis[0],
          at(millis, 0.25),
          at(millis, 0.75),
          ratio(each.millis, base.millis),
          orNotTold(at(sorted(each.processor), 0.5), 0),
          orNotTold(ratio(each.processor, base.processor), 2));
    }
  }

  private static Series base(List<Series> all, Series of) {
    List<Series> alike = all.stream().filter(each -> each.cached == of.cached).toList();
    return alike.stream()
        .filter(each -> each.program.peer().equals(Peers.JAVA_NIO))
        .findFirst()
        .orElse(alike.getFirst());
  }

  /** The median of what each round says. */
  private static double ratio(double[] values, double[] bases) {
    double[] ratios = new double[values.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = values[i] / bases[i];
    }
    return at(sorted(ratios), 0.5);
  }

  private static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  /** What stands at a part of the way through sorted values. */
  static double at(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static String orNotTold(double value, int digits) {
    return Double.isNaN(value)
        ? "not told"
        : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The starts of one server, with or without a cache. */
  private static final class Series {

    private final ColdStart program;
    private final boolean cached;
    private final double[] millis;
    private final double[] processor;

    Series(ColdStart program, boolean cached, int starts) {
      this.program = program;
      this.cached = cached;
      millis = new double[starts];
      processor = new double[starts];
    }

    void start(int round) throws IOException {
      ColdStart.Took took = program.start(cached);
      millis[round] = took.millis();
      processor[round] = took.processorMillis();
    }
  }
}
