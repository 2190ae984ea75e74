package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.gateway.book.RestingOrder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The session thread from its start to its end: opens what the sessions need and closes it again.
 * The event loop is opened here because, without loops of its own, it belongs to the thread that
 * opens it.
 */
final class GatewayThread implements Runnable {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final GatewayConfig config;
  private final GatewayCounters counters;
  private final Channel<AppMessage> stop;
  private final CompletableFuture<Opened> opened = new CompletableFuture<>();
  private final List<Book> books = new ArrayList<>();
  private final List<Thread> bookThreads = new ArrayList<>();

  /** What others see of a gateway that runs. */
  record Opened(IoServer io, InetSocketAddress address, @Nullable MarketFeed feed) {}

  GatewayThread(GatewayConfig config, GatewayCounters counters, Channel<AppMessage> stop) {
    this.config = config;
    this.counters = counters;
    this.stop = stop;
  }

  /** Completes when the gateway listens, or with the reason why it does not. */
  CompletableFuture<Opened> opened() {
    return opened;
  }

  /** Returns the orders of each book by its stock, once this thread has ended. */
  Map<String, List<RestingOrder>> snapshot() {
    Map<String, List<RestingOrder>> all = new TreeMap<>();
    books.forEach(book -> all.put(book.stock(), book.snapshot()));
    return all;
  }

  @Override
  public void run() {
    List<BookLink> links =
        config.stocks().stream()
            .map(stock -> new BookLink(stock, config.limits().bookMessages()))
            .toList();
    IoServerOptions options =
        IoServerOptions.defaults()
            .engine(config.engine())
            .loops(config.loops())
            .idle(config.idle())
            .name("gateway");
    try (IoServer io = IoServer.open(options)) {
      serve(io, links);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      if (!opened.completeExceptionally(e)) {
        LOG.log(ERROR, "the gateway failed", e);
      }
    } finally {
      links.forEach(BookLink::abandon);
      bookThreads.forEach(GatewayThread::join);
    }
  }

  private void serve(IoServer io, List<BookLink> links) throws IOException, InterruptedException {
    DayClock clock = new DayClock();
    Exchange exchange = new Exchange(config, counters, clock, links);
    FeedConfig published = config.feed();
    MarketFeed feed = published == null ? null : MarketFeed.open(io, published, clock, links);
    SessionLoop loop = new SessionLoop(config, counters, io, exchange, links, feed, stop);
    for (int i = 0; i < links.size(); i++) {
      BookLink link = links.get(i);
      int most = config.limits().maxRestingOrders();
      Book book = new Book(link, i, links.size(), most, clock, feed != null);
      books.add(book);
      bookThreads.add(
          Thread.ofPlatform().daemon().name("gateway-book-" + link.stock()).start(book));
    }
    opened.complete(new Opened(io, (InetSocketAddress) loop.listener().localAddress(), feed));
    loop.run();
  }

  /** Waits for a thread to end, whatever it takes. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
