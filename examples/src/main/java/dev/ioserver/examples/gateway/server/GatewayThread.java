package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.machine.ThreadStarter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final ThreadStarter starter;
  private final CompletableFuture<Opened> opened = new CompletableFuture<>();
  private @Nullable Books books;

  /** Written by this thread at its end. Others: after they have joined it. */
  private int left;

  /** What others see of a gateway that runs. */
  record Opened(
      IoServer io,
      SocketAddress address,
      @Nullable InetSocketAddress fixAddress,
      @Nullable MarketFeed feed) {}

  GatewayThread(
      GatewayConfig config,
      GatewayCounters counters,
      Channel<AppMessage> stop,
      ThreadStarter starter) {
    this.config = config;
    this.counters = counters;
    this.stop = stop;
    this.starter = starter;
  }

  /** Completes when the gateway listens, or with the reason why it does not. */
  CompletableFuture<Opened> opened() {
    return opened;
  }

  @Nullable Layer layer() {
    return config.layer();
  }

  Matching matching() {
    return config.books();
  }

  /** Returns the orders of each book by its stock, once this thread has ended. */
  Map<String, List<RestingOrder>> snapshot() {
    return books == null ? Map.of() : books.snapshot();
  }

  /** How many connections had not finished in time, once this thread has ended. */
  int left() {
    return left;
  }

  @Override
  public void run() {
    IoServerOptions options =
        IoServerOptions.defaults()
            .engine(config.engine())
            .loops(config.loops())
            .idle(config.idle())
            .name("gateway");
    try (IoServer io = IoServer.open(options)) {
      serve(io);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      if (!opened.completeExceptionally(e)) {
        LOG.log(ERROR, "the gateway failed", e);
      }
    } finally {
      if (books != null) {
        books.abandon();
      }
    }
  }

  private void serve(IoServer io) throws IOException, InterruptedException {
    DayClock clock = new DayClock();
    FeedConfig published = config.feed();
    MarketFeed feed =
        published == null ? null : MarketFeed.open(io, published, clock, config.stocks());
    Accounts accounts = new Accounts(config, counters, clock);
    Books made = books(clock, feed, accounts);
    books = made;
    Exchange exchange = new Exchange(counters, accounts, made);
    List<FrontDoor> doors = new ArrayList<>();
    doors.add(new SoupDoor(config, exchange));
    InetSocketAddress fix = config.fix();
    if (fix != null) {
      doors.add(new FixDoor(config, fix, exchange));
    }
    SessionLoop loop = new SessionLoop(config, counters, io, exchange, made, doors, feed, stop);
    if (made instanceof ThreadBooks threads) {
      threads.start(starter);
    }
    List<SocketAddress> addresses = loop.addresses();
    InetSocketAddress fixAddress = fix == null ? null : (InetSocketAddress) addresses.getLast();
    opened.complete(new Opened(io, addresses.getFirst(), fixAddress, feed));
    left = loop.run();
  }

  private Books books(DayClock clock, @Nullable MarketFeed feed, Accounts accounts) {
    ReplySink sink =
        feed == null
            ? accounts
            : (owner, buffer, offset, length) -> {
              if (owner == Reply.ALL_THE_WORLD) {
                feed.onDepth(buffer, offset, length);
              } else {
                accounts.onReply(owner, buffer, offset, length);
              }
            };
    return switch (config.books()) {
      case INLINE -> new InlineBooks(config, clock, feed != null, sink);
      case THREADS -> new ThreadBooks(config, clock, feed != null, sink);
    };
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
