package dev.ioserver.linux;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.Leftovers;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A process whose calls fail: it echoes, does what it is told on its input, and says on its output
 * what becomes of its ports. {@link FailingCallsTest} starts it under the preloaded library.
 */
final class FailingServer {

  private static final int BUFFER = 64 << 10;
  private static final Duration REST_PATIENCE = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final int REST_MILLIS = 100;

  /** Processor time in that window that no spinning thread would be content with. */
  private static final Duration REST_WORK = Duration.ofMillis(REST_MILLIS / 2);

  private final IoServer io;
  private final Select<Object> select;
  private final Channel<String> commands = Channels.mpsc(64);
  private final boolean isOwnThreads;
  private final Map<String, Receiver<?>> open = new HashMap<>();
  private Timer ticking;
  private volatile int openPorts;

  /** A connection as the parent calls it, and how far its end has come. */
  private static final class Known {
    final String name;
    boolean failed;

    Known(String name) {
      this.name = name;
    }
  }

  private FailingServer(String engine, Shape shape, int loops) throws Exception {
    isOwnThreads = shape == Shape.OWN_THREADS;
    IoServerOptions options = IoServerOptions.defaults().engine(engine);
    io = IoServer.open(isOwnThreads ? options.loops(loops) : options.callerRuns());
    select = isOwnThreads ? Select.ofAny() : io.any();
    select.add(commands);
  }

  /** The process; its arguments are an engine and a {@link Shape}. */
  public static void main(String[] arguments) throws Exception {
    String engine = arguments[0];
    Shape shape = Shape.valueOf(arguments[1]);
    Leftovers.warmUp();
    FailingServer server = new FailingServer(engine, shape, 2);
    Thread listener = Thread.ofPlatform().daemon().start(() -> read(engine, shape, server));
    server.run();
    server.io.close();
    listener.join();
    say("over " + server.io.unreleased());
  }

  /** Hands the commands on; answers those about the process itself. */
  private static void read(String engine, Shape shape, FailingServer server) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line) {
          case "rest" -> server.rest();
          case "doomed" -> Thread.ofPlatform().daemon().start(() -> doomed(engine, shape));
          default -> server.commands.send(line);
        }
      }
      server.commands.send("end");
    } catch (Exception e) {
      say("broken " + e);
    }
  }

  /** A server whose loop is going to fail. */
  private static void doomed(String engine, Shape shape) {
    FailingServer server = null;
    try {
      server = new FailingServer(engine, shape, 1);
      server.command("listen");
      server.run();
    } catch (Exception e) {
      // What the thread that runs a failed loop gets is the cause, or has it.
    } finally {
      if (server != null) {
        end(server);
      }
    }
  }

  private static void end(FailingServer server) {
    try {
      server.drain();
    } catch (Exception e) {
      say("wrong: a loop's end threw " + e);
    }
    say("doomed " + server.io.failure());
    server.io.close();
  }

  private void run() throws Exception {
    while (io.failure() == null) {
      Object message = select.receive();
      if (message.equals("end")) {
        return;
      }
      handle(message);
    }
  }

  /** The ports of a loop that has failed still tell of their ends. */
  private void drain() throws Exception {
    for (Receiver<?> source : List.copyOf(open.values())) {
      while (!source.isDone()) {
        Object last = source.receive(Duration.ofSeconds(1));
        if (last == null) {
          say("wrong: " + name(source) + " says nothing although its loop has failed");
          break;
        }
        handle(last);
      }
    }
  }

  private void handle(Object message) throws Exception {
    switch (message) {
      case String command -> command(command);
      case Accepted a -> {
        join(a.port());
        know(a.port(), "port " + Peer.port(a.port().remoteAddress()));
      }
      case Connected c -> say("connected " + known(c.port()).name);
      case Data d -> echo(d);
      case PeerClosed p -> {
        p.port().shutdownOutput();
        p.port().close();
      }
      case Failed f -> failed(f);
      case Closed c -> closed(c);
      default -> {
        // Credit and room are no concern of an echo with plenty of both.
      }
    }
  }

  private void command(String line) throws Exception {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "listen" -> {
        PortOptions ports = options();
        if (words.length > 1) {
          // An option that has to be set on each accepted connection; java.nio knows few.
          ports =
              io.engine().equals("nio")
                  ? ports.option(StandardSocketOptions.SO_KEEPALIVE, true)
                  : ports.option(IoSocketOptions.TCP_QUICKACK, true);
        }
        Listener listener =
            io.listen(TestServer.loopback(), ListenOptions.defaults().ports(ports).backlog(1024));
        join(listener);
        open.put("listener " + Peer.port(listener.localAddress()), listener);
        say("listening " + Peer.port(listener.localAddress()));
      }
      case "connect" -> {
        InetSocketAddress to =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[1]));
        Port port = io.connect(to, options());
        know(port, "connect " + words[2]);
        join(port);
      }
      case "tick" -> {
        // Whose loop has a timer waits with a time-out.
        ticking = io.timer(TICK, TICK);
        join(ticking);
      }
      case "untick" -> ticking.cancel();
      case "ping" -> say("pong " + words[1]);
      case "close" -> {
        Receiver<?> named = open.get("listener " + words[1]);
        if (named != null) {
          named.close();
        }
      }
      case "abort" -> {
        if (open.get("port " + words[1]) instanceof Port port) {
          port.abort();
        }
      }
      case "option" -> {
        String answer = "gone";
        try {
          if (open.get("port " + words[1]) instanceof Port port) {
            answer = port.option(StandardSocketOptions.SO_RCVBUF) > 0 ? "read" : "wrong";
          }
        } catch (SystemCallException e) {
          answer = "refused " + text(e);
        }
        say("option " + words[1] + " " + answer);
      }
      default -> throw new IllegalArgumentException("not a command: " + line);
    }
  }

  private static PortOptions options() {
    return PortOptions.defaults()
        .credit(PortOptions.UNLIMITED)
        .highWatermark(64 << 20)
        .option(StandardSocketOptions.TCP_NODELAY, true)
        .option(StandardSocketOptions.SO_SNDBUF, BUFFER);
  }

  private void know(Port port, String name) {
    port.attach(new Known(name));
    open.put(name, port);
    openPorts++;
  }

  private static Known known(Port port) {
    return (Known) Objects.requireNonNull(port.attachment());
  }

  private void join(Receiver<?> source) {
    // What belongs to a caller-run server is a member from the start.
    if (isOwnThreads) {
      select.add(source);
    }
  }

  private static void echo(Data d) throws InterruptedException {
    try {
      if (!d.port().isClosed() && !d.port().trySend(d.bytes())) {
        say("wrong: an echo was not taken");
      }
    } catch (RuntimeException e) {
      if (!d.port().isClosed()) {
        say("wrong: an echo threw " + e);
      }
    } finally {
      d.release();
    }
  }

  private void failed(Failed f) {
    String name = name(f.source());
    if (f.source() instanceof Port port) {
      Known known = known(port);
      if (known.failed) {
        say("wrong: a second failure of " + known.name);
      }
      known.failed = true;
    }
    say("failed " + name + " " + text(f.cause()));
  }

  private void closed(Closed c) {
    if (c.source() instanceof Timer) {
      return;
    }
    String name = name(c.source());
    // Only if it is this one: the peer's number may have come again before this was received.
    open.remove(name, c.source());
    if (c.source() instanceof Port) {
      openPorts--;
    }
    say("closed " + name);
  }

  private static String name(Receiver<?> source) {
    return source instanceof Port port
        ? known(port).name
        : "listener " + Peer.port(((Listener) source).localAddress());
  }

  private static String text(IOException cause) {
    return cause instanceof SystemCallException e
        ? e.call() + " " + e.code() + " " + e.kind() + " " + e.getMessage()
        : "- 0 OTHER " + cause.getMessage() + ": " + cause.getCause();
  }

  /** Waits until nothing goes on: no loop asks the kernel, and the processor is at rest. */
  private void rest() throws InterruptedException, IOException {
    long deadline = System.nanoTime() + REST_PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      long polls = polls();
      Duration work = work();
      Thread.sleep(REST_MILLIS);
      if (polls() == polls && work().minus(work).compareTo(REST_WORK) < 0) {
        say(
            "rests "
                + openPorts
                + " "
                + Leftovers.look("none").descriptors()
                + " "
                + io.unreleased());
        return;
      }
    }
    say("restless: " + io.counters());
  }

  private long polls() {
    return io.counters().stream().mapToLong(counters -> counters.polls()).sum();
  }

  private static Duration work() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
    }
  }
}
