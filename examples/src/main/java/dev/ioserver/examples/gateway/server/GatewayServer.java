package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.machine.ThreadStarter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An order gateway that runs until it is closed: SoupBinTCP sessions and OUCH orders, FIX if it is
 * asked for, and a book for each stock. Its log is the {@link System.Logger} named {@value
 * #LOGGER}.
 *
 * <p>Thread-safety: any thread.
 */
public final class GatewayServer implements AutoCloseable {

  /** The name of the logger that says why sessions end. */
  public static final String LOGGER = "dev.ioserver.examples.gateway";

  private final Thread thread;
  private final GatewayThread work;
  private final Channel<AppMessage> stop;
  private final GatewayCounters counters;
  private final GatewayThread.Opened opened;

  private GatewayServer(
      Thread thread,
      GatewayThread work,
      Channel<AppMessage> stop,
      GatewayCounters counters,
      GatewayThread.Opened opened) {
    this.thread = thread;
    this.work = work;
    this.stop = stop;
    this.counters = counters;
    this.opened = opened;
  }

  /**
   * Starts a gateway; it listens when this returns.
   *
   * @throws dev.ioserver.engine.api.SystemCallException if the port is in use, or the address is
   *     not this host's
   * @throws dev.ioserver.engine.api.EngineUnavailableException if the engine asked for does not
   *     exist or cannot run here
   */
  public static GatewayServer start(GatewayConfig config) throws IOException {
    return start(config, ThreadStarter.anywhere());
  }

  /** The same, with threads that somebody else starts: the sessions' first, then the books'. */
  public static GatewayServer start(GatewayConfig config, ThreadStarter threads)
      throws IOException {
    Channel<AppMessage> stop = Channels.mpsc(1);
    GatewayCounters counters = new GatewayCounters();
    GatewayThread work = new GatewayThread(config, counters, stop, threads);
    Thread thread = threads.start("gateway-sessions", work);
    try {
      return new GatewayServer(thread, work, stop, counters, work.opened().join());
    } catch (CompletionException e) {
      GatewayThread.join(thread);
      throw failure(e);
    }
  }

  /** The address it listens on, with the port that the system chose; not for a Unix socket. */
  public InetSocketAddress address() {
    return (InetSocketAddress) opened.address();
  }

  /** The address it listens on, of whatever kind. */
  public SocketAddress localAddress() {
    return opened.address();
  }

  /**
   * The address it listens on for FIX, with the port that the system chose; null if it does not.
   */
  public @Nullable InetSocketAddress fixAddress() {
    return opened.fixAddress();
  }

  /** What clients of OUCH speak through, or null. */
  public @Nullable Layer layer() {
    return work.layer();
  }

  /** The engine's name. */
  public String engine() {
    return opened.io().engine();
  }

  /** Where the matching runs. */
  public Matching books() {
    return work.matching();
  }

  /** What each event loop has counted; one loop if it is the sessions' own. */
  public List<LoopCounters> counters() {
    return opened.io().counters();
  }

  /** The connections that there are now. */
  public List<PortSnapshot> ports() {
    return opened.io().ports();
  }

  /** What the gateway has counted. */
  public GatewayStatistics statistics() {
    return counters.snapshot();
  }

  /** Where the market data feed comes from, and where requests for what was missed go; or null. */
  public @Nullable InetSocketAddress feedAddress() {
    MarketFeed feed = opened.feed();
    return feed == null ? null : feed.address();
  }

  /** What the market data feed has counted, or null if there is none. */
  public @Nullable FeedStatistics feedStatistics() {
    MarketFeed feed = opened.feed();
    return feed == null ? null : feed.statistics();
  }

  /** Closes the gateway, and returns the orders of each book by its stock as the day left them. */
  public Map<String, List<RestingOrder>> closeAndGetBooks() {
    close();
    return work.snapshot();
  }

  /** Closes the gateway, and returns how many connections had not finished in time. */
  public int closeAndCountLeft() {
    close();
    return work.left();
  }

  /**
   * Takes no more orders, lets the books deal with those they have, sends every client the rest of
   * its messages and the end of the session, {@linkplain dev.ioserver.engine.IoServer#shutdown
   * shuts down}, and waits for the threads. Idempotent.
   */
  @Override
  public void close() {
    stop.close();
    GatewayThread.join(thread);
  }

  /** The reason in its own type, to be thrown by the caller. */
  private static IOException failure(CompletionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new IOException(e);
    };
  }
}
