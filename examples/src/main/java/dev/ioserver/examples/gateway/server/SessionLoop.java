package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The work of the session thread: everything that happens to the gateway is a message of one
 * select.
 *
 * <pre>
 *   RUNNING --close--&gt; SETTLING --all books have ended--&gt; FINISHING --no connection left--&gt; over
 * </pre>
 *
 * <p>SETTLING: nothing new is taken, and the books deal with what they were given. FINISHING: the
 * clients get the rest of their messages and the end of the session, for a limited time, and those
 * who hear the feed get what they have missed.
 */
final class SessionLoop implements MessageHandler<Message> {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  /** Messages of one round, after which what was sent goes out. */
  private static final int BATCH = 256;

  /** How often the clock is looked at: so many times in the time between heartbeats. */
  private static final int TICKS_PER_HEARTBEAT = 8;

  private enum Phase {
    RUNNING,
    SETTLING,
    FINISHING
  }

  private final GatewayConfig config;
  private final GatewayCounters counters;
  private final Exchange exchange;
  private final List<BookLink> books;
  private final Channel<? extends Message> stop;
  private final Select<Message> select;
  private final Listener listener;
  private final @Nullable MarketFeed feed;
  private final Set<Connection> connections = new LinkedHashSet<>();

  private Phase phase = Phase.RUNNING;
  private int booksRunning;
  private long finishDeadlineNanos;
  private boolean excusedTick;

  /**
   * Listens, and selects from everything that there is.
   *
   * @param feed what all the world is told, or null
   * @param stop its end is the sign to stop
   */
  SessionLoop(
      GatewayConfig config,
      GatewayCounters counters,
      IoServer io,
      Exchange exchange,
      List<BookLink> books,
      @Nullable MarketFeed feed,
      Channel<? extends Message> stop)
      throws SystemCallException {
    this.config = config;
    this.counters = counters;
    this.exchange = exchange;
    this.books = books;
    this.feed = feed;
    this.stop = stop;
    booksRunning = books.size();
    // The ports of a loop that this thread runs are members of its select from the start.
    select = config.loops() == 0 ? io.select() : Select.of();
    listener = io.listen(config.listen(), listenOptions(config.limits()));
    listener.active(config.limits().maxConnections());
    long tickNanos = Math.max(1, config.timeouts().heartbeatNanos() / TICKS_PER_HEARTBEAT);
    select.add(listener).add(stop).add(io.timerNanos(tickNanos, tickNanos));
    books.forEach(book -> select.add(book.replies()));
    if (feed != null) {
      select.add(feed.port());
    }
  }

  Listener listener() {
    return listener;
  }

  /** Runs until the gateway has been stopped in good order. */
  void run() throws InterruptedException {
    while (phase != Phase.FINISHING || !connections.isEmpty() || !isFeedOver()) {
      // Requests that wait for their turn are no message: there is no sleep before they are served.
      select.pollNanos(this, BATCH, feed != null && feed.isBusy() ? 0 : -1);
      if (feed != null) {
        feed.afterRound(System.nanoTime());
      }
    }
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data packet -> onData(packet);
      case Reply reply -> onReply(reply);
      case Writable writable -> onWritable(writable.port());
      case Expired expired -> onTick(expired.timer());
      case Accepted accepted -> onAccepted(accepted.port());
      case PeerClosed peerClosed ->
          onGone(peerClosed.port(), SessionEnd.DISCONNECTED, "the client closed it");
      case Failed failed -> onFailed(failed);
      case Closed closed -> onClosed(closed.source());
      case Datagram datagram -> feed().onDatagram(datagram);
      case DatagramMessage.Writable _ -> feed().onWritable();
      case Undelivered undelivered -> feed().onUndelivered(undelivered);
      case DatagramMessage.CreditUsed _,
          CreditUsed _,
          Connected _,
          Handshaken _,
          Idle _,
          Ready _,
          ShuttingDown _,
          AppMessage _ -> {}
    }
  }

  private static ListenOptions listenOptions(GatewayLimits limits) {
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(Short.BYTES, limits.maxPacketBytes()))
            .inboxLimit(limits.inboxMessages())
            .highWatermark(limits.outputBytes());
    return ListenOptions.defaults().ports(ports);
  }

  private void onData(Data packet) {
    Connection connection = Connection.of(packet);
    try {
      connection.onData(packet);
    } catch (RuntimeException e) {
      // An error in this program must cost no more than the one session that has shown it.
      LOG.log(ERROR, () -> connection + " met an internal error", e);
      connection.end(SessionEnd.FAILED, "internal error");
      connection.abort();
    }
  }

  private void onReply(Reply reply) {
    BookLink from = reply.from();
    if (from.isRoom(reply)) {
      from.onRoom();
    } else if (reply.owner() == Reply.ALL_THE_WORLD) {
      feed().onDepth(reply.bytes(), reply.length());
      from.recycle(reply);
    } else {
      exchange.onReply(reply.owner(), reply.bytes(), 0, reply.length());
      from.recycle(reply);
    }
  }

  private void onAccepted(Port port) {
    if (port.isDone()) {
      listener.active(1); // it failed before it could be received
      return;
    }
    if (phase != Phase.RUNNING) {
      port.abort();
      return;
    }
    Connection connection = new Connection(exchange, select, port);
    port.attach(connection);
    connections.add(connection);
    counters.connections.add(1);
    select.add(port);
    port.activeUnlimited();
  }

  private static void onWritable(Port port) {
    Connection connection = connection(port);
    if (connection != null) {
      connection.onWritable();
    }
  }

  private void onTick(Timer timer) {
    boolean late = timer.takeExpirations() > 1;
    if (late && !excusedTick) {
      // This thread was held up. What clients have sent meanwhile is read before any is called
      // silent, but no two ticks in a row are left out.
      excusedTick = true;
      return;
    }
    excusedTick = false;
    long nowNanos = System.nanoTime();
    if (feed != null) {
      feed.onTick(nowNanos);
    }
    boolean timeIsUp = phase == Phase.FINISHING && nowNanos - finishDeadlineNanos >= 0;
    for (Connection connection : connections) {
      if (timeIsUp) {
        connection.end(SessionEnd.NOT_READING, "the rest of the session was not taken in time");
        connection.abort();
      } else {
        connection.onTick(nowNanos);
      }
    }
  }

  private void onFailed(Failed failed) {
    if (failed.source() instanceof Port port) {
      onGone(port, reason(failed.cause()), String.valueOf(failed.cause().getMessage()));
    } else if (failed.source() instanceof DatagramPort) {
      feed().onFailed(failed.cause());
    }
    // A listener that fails for want of descriptors has said so in the log, and goes on.
  }

  /** Whose doing it is. A peer that goes away is everyday; what fails on this side is not. */
  private static SessionEnd reason(IOException cause) {
    if (cause instanceof FrameTooLongException) {
      return SessionEnd.BAD_PACKET;
    }
    if (cause instanceof SystemCallException call) {
      return switch (call.kind()) {
        case CONNECTION_RESET, TIMED_OUT, UNREACHABLE -> SessionEnd.DISCONNECTED;
        default -> SessionEnd.FAILED;
      };
    }
    return SessionEnd.FAILED;
  }

  private static void onGone(Port port, SessionEnd reason, String detail) {
    Connection connection = connection(port);
    if (connection != null) {
      connection.end(reason, detail);
    }
  }

  private void onClosed(Receiver<?> source) {
    if (source instanceof Port port) {
      onPortClosed(port);
    } else if (source instanceof DatagramPort) {
      feed().onClosed();
    } else if (source.equals(stop)) {
      settle();
    } else {
      for (BookLink book : books) {
        if (source.equals(book.replies())) {
          onBookEnded(book);
        }
      }
    }
  }

  private void onPortClosed(Port port) {
    Connection connection = connection(port);
    if (connection != null && connections.remove(connection)) {
      connection.end(SessionEnd.DISCONNECTED, "");
      counters.connections.add(-1);
      listener.active(1);
    }
  }

  private void settle() {
    phase = Phase.SETTLING;
    exchange.close();
    listener.close();
    books.forEach(BookLink::close);
    if (booksRunning == 0) {
      finish();
    }
  }

  private void onBookEnded(BookLink book) {
    book.halt();
    booksRunning--;
    if (phase == Phase.RUNNING) {
      LOG.log(ERROR, () -> "trading in " + book.stock() + " is halted; see above for the cause");
    } else if (booksRunning == 0) {
      finish();
    }
  }

  private void finish() {
    phase = Phase.FINISHING;
    long nowNanos = System.nanoTime();
    finishDeadlineNanos = nowNanos + config.limits().closeTimeoutNanos();
    exchange.endOfDay();
    if (feed != null) {
      feed.end(nowNanos);
    }
    for (Connection connection : connections) {
      connection.endOfSession(nowNanos);
    }
  }

  private MarketFeed feed() {
    return Objects.requireNonNull(feed, "a message of a feed, and no feed");
  }

  private boolean isFeedOver() {
    return feed == null || feed.isOver(System.nanoTime());
  }

  private static @Nullable Connection connection(Port port) {
    return (Connection) port.attachment();
  }
}
