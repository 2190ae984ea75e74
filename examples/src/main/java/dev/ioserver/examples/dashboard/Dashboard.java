package dev.ioserver.examples.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A page that shows a server while it runs: HTTP/1.1 and server-sent events, on ports of a server
 * of its own with a thread of its own, so that what is shown does not wait for who looks.
 *
 * <p>It can be read and not written: there is one page and one stream. At most {@value
 * #MOST_VIEWERS} connections are served; one that does not read what it gets, or does not say what
 * it wants, is dropped. A browser that was led here by a name that is not this host's is refused,
 * so that a page from elsewhere cannot read this one through a name that it owns.
 *
 * <p>Thread-safety: any thread.
 */
public final class Dashboard implements AutoCloseable {

  /** Connections at the same time. */
  public static final int MOST_VIEWERS = 16;

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.dashboard");

  private static final Duration TICK = Duration.ofSeconds(1);

  /** How long a request may take. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int LONGEST_LINE = 8 << 10;

  /** What may wait for a viewer: the page, or a minute of events. */
  private static final int MOST_WAITING = 256 << 10;

  /** Seconds that a page shows at once when it is opened. */
  private static final int REMEMBERED = 300;

  private static final int BATCH = 64;

  private final InetSocketAddress address;
  private final @Nullable String engine;
  private final DashboardSource source;
  private final Duration tick;

  /** How many are served now. The thread writes, any thread reads. */
  private volatile int served;

  private final byte[] page;
  private final Thread thread = Thread.ofPlatform().name("dashboard").daemon().unstarted(this::run);
  private final CompletableFuture<Opened> opened = new CompletableFuture<>();

  /** Volatile: written by whoever closes, read by the thread. */
  private volatile boolean closed;

  // What follows is the thread's.
  private final Map<Port, Viewer> viewers = new LinkedHashMap<>();
  private final Deque<String> remembered = new ArrayDeque<>();
  private final Plots plots = new Plots();

  private record Opened(IoServer io, InetSocketAddress address) {}

  private Dashboard(
      InetSocketAddress address,
      @Nullable String engine,
      String title,
      DashboardSource source,
      Duration tick)
      throws IOException {
    this.tick = tick;
    this.address = address;
    this.engine = engine;
    this.source = source;
    this.page = page(title);
  }

  /**
   * Starts one; it listens when this returns.
   *
   * @param address where to listen; port 0 lets the system choose
   * @param engine its engine, or null for the best
   * @param title of the page
   * @param source what it shows
   */
  public static Dashboard start(
      InetSocketAddress address, @Nullable String engine, String title, DashboardSource source)
      throws IOException {
    return start(address, engine, title, source, TICK);
  }

  /** As the other, with another time between samples. */
  public static Dashboard start(
      InetSocketAddress address,
      @Nullable String engine,
      String title,
      DashboardSource source,
      Duration tick)
      throws IOException {
    Dashboard made = new Dashboard(address, engine, title, source, tick);
    made.thread.start();
    try {
      made.opened.join();
      return made;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return opened.join().address();
  }

  /** How many connections it serves now. */
  public int viewers() {
    return served;
  }

  /** Ends it, and waits for its thread. Idempotent. */
  @Override
  public void close() {
    closed = true;
    opened.join().io().wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] page(String title) throws IOException {
    try (InputStream file = Dashboard.class.getResourceAsStream("page.html")) {
      String text = new String(Objects.requireNonNull(file, "page.html").readAllBytes(), UTF_8);
      String shown = title.replace("&", "&amp;").replace("<", "&lt;");
      return text.replace("{{title}}", shown).getBytes(UTF_8);
    }
  }

  private void run() {
    IoServerOptions options =
        IoServerOptions.defaults()
            .engine(engine)
            .callerRuns()
            .name("dashboard")
            .closeTimeout(Duration.ZERO);
    try (IoServer io = IoServer.open(options)) {
      Listener listener = io.listen(address, ListenOptions.defaults().ports(ports()));
      io.timer(tick, tick);
      opened.complete(new Opened(io, (InetSocketAddress) listener.localAddress()));
      while (!closed) {
        io.poll(this::onMessage, BATCH, Duration.ofDays(1));
        served = viewers.size();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      if (!opened.completeExceptionally(e)) {
        LOG.log(System.Logger.Level.WARNING, "the dashboard has ended: " + e.getMessage(), e);
      }
    }
  }

  private static PortOptions ports() {
    return PortOptions.defaults()
        .framing(Framing.lines(LONGEST_LINE))
        .watermarks(MOST_WAITING / 2, MOST_WAITING)
        .closeTimeout(Duration.ofSeconds(2))
        .credit(1);
  }

  private void onMessage(Receiver<?> from, Message message) {
    switch (message) {
      case Accepted accepted -> onAccepted(accepted.port());
      case Data data -> onData(data);
      case Expired expired -> {
        expired.timer().takeExpirations();
        onTick(System.nanoTime());
      }
      case PeerClosed end -> end.port().close();
      case Failed(Port port, _) -> port.abort();
      case Closed(Port port, _) -> viewers.remove(port);
      default -> {} // a viewer that waits is told nothing else
    }
  }

  private void onAccepted(Port port) {
    Viewer viewer = new Viewer(port);
    if (viewers.size() < MOST_VIEWERS) {
      viewers.put(port, viewer);
    } else {
      viewer.answer("503 Service Unavailable", "text/plain", "too many viewers\n".getBytes(UTF_8));
    }
  }

  private void onData(Data data) {
    Port port = data.port();
    Viewer viewer = viewers.get(port);
    try {
      if (viewer == null || viewer.isAnswered()) {
        return;
      }
      viewer.request().add(data);
    } finally {
      data.release();
    }
    if (viewer.request().isOver()) {
      answer(viewer);
    } else {
      port.active(1);
    }
  }

  private void answer(Viewer viewer) {
    Request request = viewer.request();
    if (request.isBad()) {
      viewer.answer("400 Bad Request", "text/plain", "not a request of HTTP/1.1\n".getBytes(UTF_8));
    } else if (!Hosts.isOwn(request.host(), address)) {
      viewer.answer(
          "421 Misdirected Request",
          "text/plain",
          "this dashboard has another name; use its address\n".getBytes(UTF_8));
    } else if (!request.isGet()) {
      viewer.answer(
          "405 Method Not Allowed", "text/plain", "it can only be read\n".getBytes(UTF_8));
    } else {
      switch (request.path()) {
        case "/" -> viewer.answer("200 OK", "text/html", page);
        case "/events" -> stream(viewer);
        default ->
            viewer.answer("404 Not Found", "text/plain", "there is / alone\n".getBytes(UTF_8));
      }
    }
  }

  private void stream(Viewer viewer) {
    viewer.stream();
    StringBuilder all = new StringBuilder("[");
    remembered.forEach(each -> all.append(all.length() > 1 ? "," : "").append(each));
    viewer.event("past", all.append(']').toString());
    viewer.event("ports", Plots.ports(source.ports()));
  }

  private void onTick(long nowNanos) {
    String plot = plots.next(source.sample(), nowNanos);
    if (plot != null) {
      remembered.addLast(plot);
      if (remembered.size() > REMEMBERED) {
        remembered.removeFirst();
      }
    }
    String ports = null;
    for (Map.Entry<Port, Viewer> each : new ArrayList<>(viewers.entrySet())) {
      Viewer viewer = each.getValue();
      if (viewer.isStreaming()) {
        if (plot != null) {
          viewer.event("plot", plot);
        }
        ports = ports == null ? Plots.ports(source.ports()) : ports;
        viewer.event("ports", ports);
      } else if (!viewer.isAnswered() && viewer.ageNanos(nowNanos) > PATIENCE_NANOS) {
        each.getKey().abort();
      }
    }
  }
}
