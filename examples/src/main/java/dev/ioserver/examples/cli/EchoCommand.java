package dev.ioserver.examples.cli;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.Shutdown;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.dashboard.Dashboard;
import dev.ioserver.examples.echo.DatagramEcho;
import dev.ioserver.examples.echo.EchoServer;
import dev.ioserver.examples.report.CounterReport;
import dev.ioserver.examples.report.Drain;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ioserver echo}: sends back what it gets. */
@Command(
    name = "echo",
    description =
        "An echo server for nc, sockperf and friends, until Ctrl-C: TCP, UDP, Unix sockets.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true)
final class EchoCommand implements Callable<Integer> {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.echo");
  private static final int LONGEST_FRAME = (16 << 20) - 1;
  private static final int LONGEST_LINE = 64 << 10;

  /** A wait without an end is one of a day, again and again. */
  private static final long LOOK_NANOS = Duration.ofDays(1).toNanos();

  @Option(names = "--port", paramLabel = "N", description = "The port; 0 lets the system choose.")
  private @Nullable String port;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = {
        "The path of a Unix socket, instead of a port;",
        "a file that a killed server has left there is removed."
      })
  private @Nullable String unix;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}); 0.0.0.0 for all.")
  private String host;

  @Option(
      names = "--framing",
      paramLabel = "raw|1|2|3|4|varint|lines",
      defaultValue = "raw",
      description = {
        "What is echoed as one piece: bytes as they come (default),",
        "frames with a big-endian length of so many bytes or a varint before each,",
        "or lines that end with CR and LF."
      })
  private String framing;

  @Option(
      names = "--udp",
      description = {
        "Datagrams instead of connections, each back to where it came from.",
        "One loop serves the port."
      })
  private boolean udp;

  @Mixin private EngineOptions engineOptions;
  @Mixin private DashboardOptions dashboardOptions;

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
      names = "--seconds",
      paramLabel = "N",
      description = "Ends by itself after so many seconds.")
  private @Nullable Double seconds;

  @Option(names = "--counters", description = "Prints what the event loops have counted.")
  private boolean counters;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EchoCommand() {}

  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(10);

  /** What ends the wait of the thread that echoes. */
  private record Stop() implements AppMessage {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    long limit = limitNanos();
    SocketAddress address = address();
    ListenOptions options = ListenOptions.defaults().ports(ports()).removeLeftOverFile(true);
    if (udp && !framing.equals("raw")) {
      throw new IllegalArgumentException("--framing is for TCP: a datagram is one piece");
    }
    dashboardOptions.check();
    if (udp && unix != null) {
      throw new IllegalArgumentException("--udp is for a port, and not for a Unix socket");
    }
    try (StopSignal signal = new StopSignal();
        IoServer io = IoServer.open(serverOptions())) {
      Receiver<Message> source =
          udp ? io.bind(address, DatagramEcho.options()) : io.listen(address, options);
      Select<Message> select = loops == 0 ? io.select() : Select.of(source);
      Channel<Stop> stop = Channels.mpsc(1);
      select.add(stop);
      signal.onStop(stop::close);
      try (Dashboard _ = dashboard(io)) {
        serve(io, source, select, stop, limit);
      }
    }
    return ExitCode.OK;
  }

  private @Nullable Dashboard dashboard(IoServer io) throws IOException {
    return dashboardOptions.start(
        "ioserver echo", engineOptions.engine, new LiveEcho(io), line -> print(line + "\n"));
  }

  private void serve(
      IoServer io, Receiver<Message> source, Select<Message> select, Channel<Stop> stop, long limit)
      throws InterruptedException {
    print("echo on " + text(bound(source)) + ", engine " + io.engine() + "\n");
    echo(select, stop, limit);
    if (!udp) {
      finish(io, select);
    }
    if (counters) {
      print(CounterReport.of(io.counters()));
    }
  }

  /** Lets the clients finish: what has come is echoed, and then the end. */
  private void finish(IoServer io, Select<Message> select) throws InterruptedException {
    Shutdown shutdown = io.shutdown(TIME_TO_FINISH);
    try {
      while (!shutdown.isDone()) {
        Message message = select.receive(LOOK);
        if (message != null) {
          EchoServer.echo(select, message);
        }
      }
    } catch (ChannelClosedException e) {
      // This thread has run the server to its end.
    }
    Drain.tell(shutdown.left(), line -> print(line + "\n"));
  }

  /** Echoes until somebody closes the channel, or the time is over; negative has no end. */
  private static void echo(Select<Message> select, Channel<Stop> stop, long limitNanos)
      throws InterruptedException {
    long began = System.nanoTime();
    DatagramEcho datagrams = new DatagramEcho();
    while (!stop.isClosed()) {
      long left = limitNanos < 0 ? LOOK_NANOS : limitNanos - (System.nanoTime() - began);
      if (left <= 0) {
        return;
      }
      Message message = select.receiveNanos(left);
      if (message instanceof Failed(Receiver<?> source, IOException cause)
          && !(source instanceof Port)) {
        LOG.log(System.Logger.Level.WARNING, () -> "echo: " + cause.getMessage());
      } else if (message != null && select.source() instanceof DatagramPort) {
        datagrams.echo(message);
      } else if (message != null) {
        EchoServer.echo(select, message);
      }
    }
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private static SocketAddress bound(Receiver<Message> source) {
    return source instanceof DatagramPort datagrams
        ? datagrams.localAddress()
        : ((Listener) source).localAddress();
  }

  private SocketAddress address() throws IOException {
    if (port != null && unix == null) {
      return HostPort.resolve(host, HostPort.port(port));
    }
    if (unix != null && port == null) {
      return UnixDomainSocketAddress.of(unix);
    }
    throw new IllegalArgumentException("give either --port N or --unix PATH");
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? HostText.of(inet) : address.toString();
  }

  private long limitNanos() {
    if (seconds != null && (seconds < 0 || seconds.isNaN())) {
      throw new IllegalArgumentException("--seconds " + seconds + " must be 0 or more");
    }
    return seconds == null ? -1 : Math.round(seconds * 1e9);
  }

  private IoServerOptions serverOptions() {
    return IoServerOptions.defaults()
        .engine(engineOptions.engine)
        .loops(loops)
        .idle(engineOptions.idle)
        .name("echo");
  }

  /** A client that has said all gets some time to read the rest. */
  private PortOptions ports() {
    return PortOptions.defaults().framing(framing()).closeTimeout(Duration.ofMinutes(1));
  }

  private Framing framing() {
    return switch (framing) {
      case "raw" -> Framing.raw();
      case "1" -> Framing.lengthPrefix(1, 0xFF);
      case "2" -> Framing.lengthPrefix(2, 0xFFFF);
      case "3" -> Framing.lengthPrefix(3, LONGEST_FRAME);
      case "4" -> Framing.lengthPrefix(4, LONGEST_FRAME);
      case "varint" -> Framing.varintPrefix(LONGEST_FRAME);
      case "lines" -> Framing.lines(LONGEST_LINE);
      default ->
          throw new IllegalArgumentException(
              "--framing '"
                  + framing
                  + "' must be raw, a length prefix of 1 to 4 bytes, varint, or lines");
    };
  }
}
