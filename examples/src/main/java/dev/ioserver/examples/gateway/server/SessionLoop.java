package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.Shutdown;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
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
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The work of the session thread: everything that happens to the gateway is a message of one
 * select.
 *
 * <pre>
 *   RUNNING --close--&gt; SETTLING --all books have ended--&gt; FINISHING --shut down--&gt; over
 * </pre>
 *
 * <p>SETTLING: nothing new is taken, and the books deal with what they were given. FINISHING: those
 * who hear the feed get what they have missed, and the clients get the rest of their messages and
 * the end of the session, for a limited time, after which they are cut off.
 */
final class SessionLoop implements MessageHandler<Message> {

  /** Messages of one round, after which what was sent goes out. */
  private static final int BATCH = 256;

  /** How often the clock is looked at: so many times in the time between heartbeats. */
  private static final int TICKS_PER_HEARTBEAT = 8;

  private enum Phase {
    RUNNING,
    SETTLING,
    FINISHING
  }

  /** What a session that is cut off has to be gone. */
  private static final Duration TIME_TO_GO = Duration.ofSeconds(1);

  /** How often it is asked whether the server has closed. */
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final GatewayConfig config;
  private final GatewayCounters counters;
  private final IoServer io;
  private final Exchange exchange;
  private final Books books;
  private final Channel<? extends Message> stop;
  private final Select<Message> select;
  private final Map<Listener, FrontDoor> doors = new LinkedHashMap<>();
  private final @Nullable MarketFeed feed;

  /** All sessions, and the listener that each has come by. */
  private final Map<ClientSession, Listener> sessions = new LinkedHashMap<>();

  private Phase phase = Phase.RUNNING;
  private long finishDeadlineNanos;

  /** How many had not finished by then. */
  private int cutOff;

  /** Begins when the feed is over: it would not wait for a datagram port. */
  private @Nullable Shutdown shutdown;

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
      Books books,
      List<FrontDoor> doors,
      @Nullable MarketFeed feed,
      Channel<? extends Message> stop)
      throws SystemCallException {
    this.config = config;
    this.counters = counters;
    this.io = io;
    this.exchange = exchange;
    this.books = books;
    this.feed = feed;
    this.stop = stop;
    // The ports of a loop that this thread runs are members of its select from the start.
    select = config.loops() == 0 ? io.select() : Select.of();
    long tickNanos = Math.max(1, config.timeouts().heartbeatNanos() / TICKS_PER_HEARTBEAT);
    for (FrontDoor door : doors) {
      Listener listener = io.listen(door.address(), door.options());
      listener.active(config.limits().maxConnections());
      select.add(listener);
      this.doors.put(listener, door);
    }
    select.add(stop).add(io.timerNanos(tickNanos, tickNanos));
    books.join(select);
    if (feed != null) {
      select.add(feed.port());
    }
  }

  /** Where the doors listen, in their order. */
  List<SocketAddress> addresses() {
    return doors.keySet().stream().map(Listener::localAddress).toList();
  }

  /**
   * Runs until the gateway has been stopped in good order.
   *
   * @return how many connections had not finished in time
   */
  int run() throws InterruptedException {
    while (shutdown == null) {
      // Requests that wait for their turn are no message: there is no sleep before they are served.
      select.pollNanos(this, BATCH, feed != null && feed.isBusy() ? 0 : -1);
      if (feed != null) {
        feed.afterRound(System.nanoTime());
      }
      if (phase == Phase.FINISHING && isFeedOver()) {
        long left = Math.max(0, finishDeadlineNanos - System.nanoTime());
        shutdown = io.shutdown(TIME_TO_GO.plusNanos(left));
      }
    }
    try {
      while (select.pollNanos(this, BATCH, LOOK_NANOS) > 0 || !shutdown.isDone()) {
        // What the connections still say, to the last message.
      }
    } catch (ChannelClosedException e) {
      // This thread has run the server to its end, and taken all there was.
    }
    // One that was cut off, and is not gone yet, is among those that are left.
    return Math.max(cutOff, shutdown.left());
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data packet -> onData(packet);
      case Reply reply -> books.onReply(reply);
      case Writable writable -> onWritable(writable.port());
      case Expired expired -> onTick(expired.timer());
      case Accepted accepted -> onAccepted((Listener) source, accepted.port());
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

  private static void onData(Data packet) {
    ClientSession session = ClientSession.of(packet);
    try {
      session.onData(packet);
    } catch (RuntimeException e) {
      session.onInternalError(e);
    }
  }

  private void onAccepted(Listener listener, Port port) {
    if (port.isDone()) {
      listener.active(1); // it failed before it could be received
      return;
    }
    if (phase != Phase.RUNNING) {
      port.abort();
      return;
    }
    FrontDoor door = Objects.requireNonNull(doors.get(listener), "a listener of no door");
    ClientSession session = door.accept(select, port);
    port.attach(session);
    sessions.put(session, listener);
    counters.connections.add(1);
    select.add(port);
    port.activeUnlimited();
  }

  private static void onWritable(Port port) {
    ClientSession session = session(port);
    if (session != null) {
      session.onWritable();
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
    if (timeIsUp && cutOff == 0) {
      cutOff = sessions.size();
    }
    for (ClientSession session : sessions.keySet()) {
      if (timeIsUp) {
        session.end(SessionEnd.NOT_READING, "the rest of the session was not taken in time");
        session.abort();
      } else {
        session.onTick(nowNanos);
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
    if (cause instanceof FrameTooLongException || cause instanceof MalformedFrameException) {
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
    ClientSession session = session(port);
    if (session != null) {
      session.end(reason, detail);
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
      books.onClosed(source);
      finishIfSettled();
    }
  }

  private void onPortClosed(Port port) {
    ClientSession session = session(port);
    Listener listener = session == null ? null : sessions.remove(session);
    if (session != null && listener != null) {
      session.end(SessionEnd.DISCONNECTED, "");
      counters.connections.add(-1);
      listener.active(1);
    }
  }

  private void settle() {
    phase = Phase.SETTLING;
    exchange.close();
    doors.keySet().forEach(Listener::close);
    books.close();
    finishIfSettled();
  }

  private void finishIfSettled() {
    if (phase == Phase.SETTLING && books.isOver()) {
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
    for (ClientSession session : sessions.keySet()) {
      session.endOfSession(nowNanos);
    }
  }

  private MarketFeed feed() {
    return Objects.requireNonNull(feed, "a message of a feed, and no feed");
  }

  private boolean isFeedOver() {
    return feed == null || feed.isOver(System.nanoTime());
  }

  private static @Nullable ClientSession session(Port port) {
    return (ClientSession) port.attachment();
  }
}
