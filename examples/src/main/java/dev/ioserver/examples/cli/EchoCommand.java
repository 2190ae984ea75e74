package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.examples.echo.EchoConfig;
import dev.ioserver.examples.echo.EchoServer;
import dev.ioserver.examples.report.CounterReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ioserver echo}: sends back what it gets. */
@Command(
    name = "echo",
    description = "A TCP echo server for nc, sockperf and friends, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true)
final class EchoCommand implements Callable<Integer> {

  private static final int LONGEST_FRAME = 16 << 20;

  @Option(
      names = "--port",
      paramLabel = "N",
      required = true,
      description = "The port; 0 lets the system choose.")
  private String port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}); 0.0.0.0 for all.")
  private String host;

  @Option(
      names = "--framing",
      paramLabel = "raw|1|2|4",
      defaultValue = "raw",
      description = {
        "What is echoed as one piece: bytes as they come (default),",
        "or frames with a big-endian length of so many bytes before each."
      })
  private String framing;

  @Option(names = "--engine", paramLabel = "NAME", description = "The best available by default.")
  private @Nullable String engine;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Event loops with a thread each;",
        "0: the command's own thread runs the loop (default)."
      })
  private int loops;

  @Option(
      names = "--idle",
      paramLabel = "park|adaptive|busy",
      defaultValue = "park",
      converter = Idle.class,
      description = {
        "What an event loop does with nothing to do: it parks at once (default),",
        "asks the kernel again for a while if waits have lately been short, or never parks."
      })
  private IdleStrategy idle;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Ends by itself after so many seconds.")
  private @Nullable Double seconds;

  @Option(names = "--counters", description = "Prints what the event loops have counted.")
  private boolean counters;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EchoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    EchoConfig config = config();
    long nanos = seconds == null ? -1 : Math.round(seconds * 1e9);
    try (StopSignal signal = new StopSignal();
        EchoServer server = EchoServer.open(config)) {
      signal.onStop(server::stop);
      out.println("echo on " + HostText.of(server.address()) + ", engine " + server.engine());
      out.flush();
      server.run(nanos);
      if (counters) {
        List<LoopCounters> counted = server.counters();
        out.print(CounterReport.of(counted));
        out.flush();
      }
    }
    return ExitCode.OK;
  }

  private EchoConfig config() {
    if (seconds != null && (seconds < 0 || seconds.isNaN())) {
      throw new IllegalArgumentException("--seconds " + seconds + " must be 0 or more");
    }
    InetSocketAddress address = HostPort.resolve(host, HostPort.port(port));
    return new EchoConfig(engine, loops, idle, address, framing());
  }

  private Framing framing() {
    return switch (framing) {
      case "raw" -> Framing.raw();
      case "1" -> Framing.lengthPrefix(1, 0xFF);
      case "2" -> Framing.lengthPrefix(2, 0xFFFF);
      case "4" -> Framing.lengthPrefix(4, LONGEST_FRAME);
      default ->
          throw new IllegalArgumentException(
              "--framing '" + framing + "' must be raw, or a length prefix of 1, 2 or 4 bytes");
    };
  }
}
