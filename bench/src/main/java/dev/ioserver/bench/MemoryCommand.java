package dev.ioserver.bench;

import dev.ioserver.bench.echo.IdleMemory;
import dev.ioserver.bench.peer.Descriptors;
import dev.ioserver.bench.peer.Peers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench memory}: what an idle connection takes of a server's memory. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Heap, objects and resident bytes of an idle connection: each echo server has a process of"
          + " its own, this one holds the clients, and the server's live objects and resident"
          + " memory are looked at before and after they have connected. What the kernel keeps of a"
          + " connection is not in it."
    })
final class MemoryCommand implements Callable<Integer> {

  private static final Set<String> KNOWN =
      Set.of(
          Peers.IOSERVER,
          Peers.IOSERVER_NIO,
          Peers.IOSERVER_SELECTOR,
          Peers.JAVA_NIO,
          Peers.NETTY_NIO,
          Peers.NETTY_EPOLL,
          Peers.NETTY_IO_URING,
          Peers.NETTY_IOSERVER,
          Peers.C,
          Peers.MIO);

  private static final int MOST_CONNECTIONS = 1_000_000;

  /** Objects of a class in a connection below which they are not its own. */
  private static final double LEAST_SHOWN = 0.05;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "The servers. ${DEFAULT-VALUE}")
  private List<String> peers =
      List.of(Peers.IOSERVER, Peers.IOSERVER_SELECTOR, Peers.JAVA_NIO, Peers.NETTY_EPOLL);

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many idle connections there are; ${DEFAULT-VALUE}.")
  private int connections = 10_000;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "How many messages of 64 B are echoed on each connection before it is idle;"
              + " ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Lists the N classes that take most of a connection; ${DEFAULT-VALUE}.")
  private int top;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MemoryCommand() {}

  @Override
  public Integer call() throws Exception {
    String wrong = wrong();
    if (wrong != null) {
      throw new ParameterException(spec.commandLine(), wrong);
    }
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    terminal.printf(
        "one of %d idle connections, %s; JVM %s%n",
        connections,
        messages == 0
            ? "on which nothing was ever sent"
            : "after " + messages + " messages on each",
        System.getProperty("java.runtime.version"));
    terminal.printf(
        "%-18s %10s %9s %19s %11s%n",
        "server", "heap B", "objects", "outside the heap B", "resident B");
    for (String peer : peers) {
      IdleMemory found = IdleMemory.measure(peer, connections, messages);
      terminal.printf(
          "%-18s %10s %9s %19s %11s%n",
          peer,
          number(found.heapBytes(), 0),
          number(found.objects(), 1),
          number(found.outsideBytes(), 0),
          number(found.residentBytes(), 0));
      found.classes().stream()
          .filter(each -> Math.abs(each.objects()) >= LEAST_SHOWN || each.bytes() >= 1)
          .limit(top)
          .forEach(
              each ->
                  terminal.printf(
                      "  %27s %9s   %s%n",
                      number(each.bytes(), 1), number(each.objects(), 2), each.name()));
    }
    return 0;
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private @Nullable String wrong() {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      return "--connections must be 1 to " + MOST_CONNECTIONS;
    }
    if (messages < 0 || messages > 1_000_000) {
      return "--messages must be 0 to 1000000";
    }
    if (top < 0) {
      return "--top must not be below 0";
    }
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      return "what a process holds is read from /proc, which is not here: memory is for Linux";
    }
    for (String peer : peers) {
      if (!KNOWN.contains(peer)) {
        return "no peer of memory is called '"
            + peer
            + "'; there are "
            + String.join(", ", KNOWN.stream().sorted().toList());
      }
      String cause = Peers.unavailabilityCause(peer);
      if (cause != null) {
        return "no " + peer + " here: " + cause;
      }
    }
    return Descriptors.unavailabilityCause(connections);
  }
}
