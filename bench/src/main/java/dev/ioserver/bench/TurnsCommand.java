package dev.ioserver.bench;

import dev.ioserver.bench.echo.EchoTurns;
import dev.ioserver.bench.echo.EchoTurns.Lap;
import dev.ioserver.bench.echo.Talk;
import dev.ioserver.bench.echo.WrkClient;
import dev.ioserver.bench.peer.Descriptors;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.run.SyscallCounter;
import dev.ioserver.bench.run.SyscallProfiler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench turns}: small differences between echo servers that block. */
@Command(
    name = "turns",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Echoes of 64 bytes from each server, a few milliseconds each in turn, every server in a"
          + " process of its own. It shows the time of a message, the processor time that the"
          + " server's process spent on it, and its system calls. It tells differences of half a"
          + " percent on a noisy machine, if the servers are started anew a few times: where the"
          + " memory of a process happens to lie makes as much."
    })
final class TurnsCommand implements Callable<Integer> {

  private static final Set<String> KNOWN =
      Set.of(
          Peers.IOSERVER,
          Peers.IOSERVER_NIO,
          Peers.IOSERVER_ADAPTIVE,
          Peers.IOSERVER_SELECTOR,
          Peers.JAVA_NIO,
          Peers.JAVA_NIO_KEYS,
          Peers.NETTY_NIO,
          Peers.NETTY_EPOLL,
          Peers.NETTY_IO_URING,
          Peers.NETTY_IOSERVER,
          Peers.C,
          Peers.MIO,
          Peers.IOSERVER_UNIX,
          Peers.JAVA_NIO_UNIX,
          Peers.NETTY_EPOLL_UNIX,
          Peers.C_UNIX,
          Peers.IOSERVER_INLINE,
          Peers.SSL_ENGINE,
          Peers.SSL_ENGINE_DIRECT);

  private static final List<String> USUAL =
      List.of(Peers.IOSERVER, Peers.IOSERVER_SELECTOR, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C);

  /** Each over a Unix socket and over TCP. */
  private static final List<String> UNIX =
      List.of(
          Peers.IOSERVER_UNIX,
          Peers.JAVA_NIO_UNIX,
          Peers.NETTY_EPOLL_UNIX,
          Peers.C_UNIX,
          Peers.IOSERVER,
          Peers.JAVA_NIO,
          Peers.NETTY_EPOLL,
          Peers.C);

  /** Those that can be asked in HTTP. */
  private static final List<String> NETTY =
      List.of(Peers.NETTY_EPOLL, Peers.NETTY_IOSERVER, Peers.NETTY_IO_URING, Peers.NETTY_NIO);

  /** The JDK's engine alone comes last: what the others take beyond it is their own. */
  private static final List<String> TLS =
      List.of(Peers.IOSERVER, Peers.NETTY_EPOLL, Peers.NETTY_NIO, Peers.SSL_ENGINE);

  private static final Set<String> ONLY_TLS =
      Set.of(Peers.IOSERVER_INLINE, Peers.SSL_ENGINE, Peers.SSL_ENGINE_DIRECT);

  private static final Set<String> SPEAKING_TLS =
      Set.of(
          Peers.IOSERVER,
          Peers.IOSERVER_NIO,
          Peers.IOSERVER_INLINE,
          Peers.NETTY_NIO,
          Peers.NETTY_EPOLL,
          Peers.NETTY_IO_URING,
          Peers.NETTY_IOSERVER,
          Peers.SSL_ENGINE,
          Peers.SSL_ENGINE_DIRECT);

  private static final int ALLOCATION_TURNS = 50;

  private static final int MOST_CONNECTIONS = 10_000;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description =
          "The servers; ratios are to the first. NAME@JAR takes it from another build's"
              + " benchmarks.jar. Without the option ioserver, ioserver-selector, java.nio,"
              + " netty-epoll and c, or with --http and --wrk those on Netty.")
  private @Nullable List<String> named;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description =
          "To each server. With 1 a message is a round trip whose client blocks; with more there is"
              + " one message under way on each. ${DEFAULT-VALUE}")
  private int connections = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure in each launch; ${DEFAULT-VALUE}.")
  private double seconds = 10;

  @Option(
      names = "--launches",
      paramLabel = "N",
      description = "How often to start the servers anew; ${DEFAULT-VALUE}.")
  private int launches = 5;

  @Option(
      names = "--pin",
      paramLabel = "HOW",
      description =
          "apart: client and servers on a processor each; together: both on one; none; or two"
              + " processors, such as 2,3, the client's first. ${DEFAULT-VALUE}")
  private String pin = Pinning.APART;

  @Option(
      names = "--http",
      description =
          "A message is a request of HTTP/1.1 and its answer, a short text, instead of an echo; for"
              + " netty-nio, netty-epoll, netty-io_uring and netty-ioserver.")
  private boolean http;

  @Option(
      names = "--wrk",
      description =
          "The same requests, asked for by wrk, which has to be on the path: a turn is a second of"
              + " it, with one thread; --connections 64 or more is what it is for.")
  private boolean wrk;

  @Option(
      names = "--tls",
      arity = "0..1",
      fallbackValue = "echo",
      paramLabel = "WHAT",
      description = {
        "Over TLS 1.3, by the JDK's provider everywhere: echo (64 bytes, as without it), bulk (64"
            + " KiB, two under way), handshakes or resumptions (a connection with one message).",
        "Shows what the servers' processes allocate for a message, too; sslengine is the JDK's"
            + " engine with nothing above it."
      })
  private @Nullable String tls;

  @Option(
      names = "--unix",
      description =
          "Without --peers: servers over Unix sockets, and the same ones over TCP on loopback.")
  private boolean unix;

  @Option(names = "--no-syscalls", description = "Do not count system calls.")
  private boolean noSystemCalls;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TurnsCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Talk talk = talk();
    List<String> peers = peers(terminal);
    Pinning pinning = check(peers.size());
    terminal.println("pinning: " + pinning.describe());
    // With new connections in each turn there is more to be compiled.
    Ratios wall = new Ratios(peers.size());
    Ratios processor = new Ratios(peers.size());
    for (int launch = 0; launch < launches; launch++) {
      try (EchoTurns turns = new EchoTurns(peers, connections, pinning, talk.warmUp(), talk)) {
        List<Lap> laps = turns.run(seconds);
        terminal.printf(
            "launch %d of %d, %d laps, %s a turn, %s; ratios to %s (95 %% interval)%n",
            launch + 1,
            launches,
            laps.size(),
            wrk ? "a second of wrk" : turns.messages() + " messages",
            over(),
            peers.getFirst());
        line(terminal, "server", "time/message", "ratio", "server's processor time", "ratio");
        for (int i = 0; i < peers.size(); i++) {
          Figure time = new Figure(laps, Lap::nanos, i);
          Figure spent = new Figure(laps, Lap::serverNanos, i);
          wall.add(i, time.ratio);
          processor.add(i, spent.ratio);
          line(
              terminal,
              shown(peers.get(i)),
              time.micros(),
              time.times(),
              spent.micros(),
              spent.times());
        }
        if (launch == launches - 1 && !noSystemCalls) {
          systemCalls(terminal, peers, turns);
        }
        if (launch == launches - 1 && talk.isTls()) {
          allocation(terminal, peers, turns);
        }
      }
    }
    if (launches > 1) {
      terminal.printf(
          Locale.ROOT,
          "all launches: median ratio (lowest to highest, between which the median of many more"
              + " launches lies with %.0f %%)%n",
          100 * (1 - Math.pow(0.5, launches - 1)));
      line(terminal, "server", "", "time/message", "", "server's processor time");
      for (int i = 0; i < peers.size(); i++) {
        line(terminal, shown(peers.get(i)), "", wall.text(i), "", processor.text(i));
      }
    }
    return 0;
  }

  private static void line(PrintStream terminal, Object... cells) {
    terminal.println(String.format("%-18s %12s  %-24s %24s  %s", cells).stripTrailing());
  }

  /** A jar's path would push the columns aside; which one it is stands above. */
  private static String shown(String peer) {
    int at = peer.indexOf('@');
    return at < 0 ? peer : peer.substring(0, at) + "@jar";
  }

  private String over() {
    return connections == 1 ? "1 connection" : connections + " connections";
  }

  /** In laps of their own: what counts may slow down. */
  private static void systemCalls(PrintStream terminal, List<String> peers, EchoTurns turns) {
    try {
      for (int i = 0; i < peers.size(); i++) {
        SyscallCounter counter = SyscallCounter.start(turns.pid(i));
        double messages = turns.turn(i);
        long calls = counter.stop().getOrDefault(SyscallProfiler.ALL, 0L);
        terminal.printf(
            Locale.ROOT,
            "%-18s %12.2f  system calls of the server's process per message%n",
            shown(peers.get(i)),
            calls / messages);
      }
    } catch (IOException e) {
      terminal.println("!! SYSTEM CALLS ARE NOT COUNTED: " + e.getMessage());
    }
  }

  /** Over many turns: the asking allocates as well. */
  private static void allocation(PrintStream terminal, List<String> peers, EchoTurns turns)
      throws IOException {
    for (int i = 0; i < peers.size(); i++) {
      long before = turns.allocated(i);
      double messages = 0;
      for (int turn = 0; turn < ALLOCATION_TURNS; turn++) {
        messages += turns.turn(i);
      }
      terminal.printf(
          Locale.ROOT,
          "%-18s %12.0f  bytes allocated by the server's process per message%n",
          shown(peers.get(i)),
          (turns.allocated(i) - before) / messages);
    }
  }

  private Talk talk() {
    if (tls == null) {
      return wrk ? Talk.WRK : http ? Talk.HTTP : Talk.ECHO;
    }
    return switch (tls) {
      case "echo" -> Talk.TLS;
      case "bulk" -> Talk.TLS_BULK;
      case "handshakes" -> Talk.TLS_HANDSHAKES;
      case "resumptions" -> Talk.TLS_RESUMPTIONS;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--tls is echo, bulk, handshakes or resumptions, and not '" + tls + "'");
    };
  }

  private List<String> peers(PrintStream terminal) {
    List<String> asked = named;
    if (asked == null) {
      List<String> usual = tls != null ? TLS : http || wrk ? NETTY : unix ? UNIX : USUAL;
      for (String peer : usual) {
        String cause = Peers.unavailabilityCause(peer);
        if (cause != null) {
          terminal.println("!! LEFT OUT, " + peer + ": " + cause);
        }
      }
      return usual.stream().filter(peer -> Peers.unavailabilityCause(peer) == null).toList();
    }
    for (String peer : asked) {
      String name = peer.replaceFirst("@.*", "");
      if (!KNOWN.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "no peer of turns is called '"
                + name
                + "'; there are "
                + String.join(", ", KNOWN.stream().sorted().toList()));
      }
      if (tls != null && !SPEAKING_TLS.contains(name)) {
        throw new ParameterException(spec.commandLine(), name + " does not speak TLS here");
      }
      if (tls == null && ONLY_TLS.contains(name)) {
        throw new ParameterException(spec.commandLine(), name + " is for --tls");
      }
      if ((http || wrk) && !NETTY.contains(name)) {
        throw new ParameterException(spec.commandLine(), name + " does not speak HTTP here");
      }
      if (!name.equals(peer) && !Files.isRegularFile(Path.of(peer.substring(name.length() + 1)))) {
        throw new ParameterException(spec.commandLine(), "there is no jar where " + peer + " says");
      }
      String cause = Peers.unavailabilityCause(name);
      if (cause != null) {
        throw new ParameterException(spec.commandLine(), "no " + name + " here: " + cause);
      }
    }
    return asked;
  }

  private Pinning check(int peers) {
    if ((http || wrk ? 1 : 0) + (unix ? 1 : 0) + (tls != null ? 1 : 0) > 1) {
      throw new ParameterException(spec.commandLine(), "either --http, --wrk, --tls or --unix");
    }
    if (tls != null && connections > 1) {
      throw new ParameterException(spec.commandLine(), "--tls is for one connection");
    }
    String missing = wrk ? WrkClient.unavailabilityCause() : null;
    if (missing != null) {
      throw new ParameterException(spec.commandLine(), "!! " + missing);
    }
    if (launches < 1 || launches > 100) {
      throw new ParameterException(spec.commandLine(), "--launches must be 1 to 100");
    }
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw new ParameterException(spec.commandLine(), "--seconds must be up to 3600");
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new ParameterException(
          spec.commandLine(), "--connections must be 1 to " + MOST_CONNECTIONS);
    }
    String cause = Peers.unavailabilityCause(Peers.EPOLL_WAIT);
    if (connections > 1 && !wrk && cause != null) {
      throw new ParameterException(
          spec.commandLine(), "the client of many connections needs epoll: " + cause);
    }
    cause = Descriptors.unavailabilityCause(connections * peers);
    if (cause != null) {
      throw new ParameterException(spec.commandLine(), "with " + peers + " servers: " + cause);
    }
    try {
      return Pinning.parse(pin);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--pin: " + e.getMessage(), e);
    }
  }

  /** What the laps of a launch say of one server: times, and ratios to the first within a lap. */
  private static final class Figure {

    private final double nanos;
    private final double least;
    private final double ratio;
    private final double most;

    Figure(List<Lap> laps, ToDoubleBiFunction<Lap, Integer> what, int peer) {
      nanos = EchoTurns.median(values(laps, lap -> what.applyAsDouble(lap, peer)))[1];
      double[] ratios =
          EchoTurns.median(
              values(laps, lap -> what.applyAsDouble(lap, peer) / what.applyAsDouble(lap, 0)));
      least = ratios[0];
      ratio = ratios[1];
      most = ratios[2];
    }

    String micros() {
      return Double.isNaN(nanos) ? "not told" : String.format(Locale.ROOT, "%.3f us", nanos / 1e3);
    }

    String times() {
      return Ratios.text(ratio, least, most);
    }

    private static double[] values(List<Lap> laps, ToDoubleFunction<Lap> what) {
      return laps.stream().mapToDouble(what).toArray();
    }
  }

  /** The ratios of all launches. */
  private final class Ratios {

    private final double[][] ratios;
    private final int[] counts;

    Ratios(int peers) {
      ratios = new double[peers][launches];
      counts = new int[peers];
    }

    void add(int peer, double ratio) {
      ratios[peer][counts[peer]++] = ratio;
    }

    String text(int peer) {
      double[] sorted = ratios[peer].clone();
      Arrays.sort(sorted);
      double median = (sorted[(launches - 1) / 2] + sorted[launches / 2]) / 2;
      return text(median, sorted[0], sorted[launches - 1]);
    }

    static String text(double median, double least, double most) {
      return Double.isNaN(median)
          ? ""
          : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", median, least, most);
    }
  }
}
