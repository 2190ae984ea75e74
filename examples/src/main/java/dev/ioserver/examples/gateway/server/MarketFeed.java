package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.examples.feed.Count;
import dev.ioserver.examples.feed.FaultCounts;
import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.itch.Itch;
import dev.ioserver.examples.feed.publish.DepthEncoder;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.feed.publish.FeedPublisher;
import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.feed.publish.FeedStore;
import dev.ioserver.examples.feed.publish.RequestServer;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The market data feed of a gateway: one socket, which sends the feed to its groups, and hears and
 * answers those who have missed something. It lives in the same select as the clients' connections.
 *
 * <p>The session thread's, but for {@link #statistics()}.
 */
final class MarketFeed {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  /** A request has 20 bytes; what is longer is cut, and says so. */
  private static final int REQUEST_ROOM = 64;

  private static final int WAITING_REQUESTS = 256;

  /** Whoever goes on asking after the end is answered for at most so many times the usual time. */
  private static final int MOST_LINGERS = 10;

  private final FeedConfig config;
  private final DatagramPort port;
  private final DayClock clock;
  private final FeedPublisher publisher;
  private final RequestServer requests;
  private final DepthEncoder encoder;
  private final FaultCounts faults = new FaultCounts("feed");
  private final Count undelivered = new Count();

  /** The port has taken all that it can, and will say when there is room. */
  private boolean blocked;

  private boolean gone;
  private boolean ended;
  private long endedNanos;
  private long lastAskedNanos;

  private MarketFeed(FeedConfig config, DatagramPort port, DayClock clock) {
    this.config = config;
    this.port = port;
    this.clock = clock;
    FeedStore store = new FeedStore(config.storeMessages(), Itch.MAX_MESSAGE_LENGTH);
    publisher =
        new FeedPublisher(
            store,
            config.session(),
            config.groups(),
            this::send,
            config.heartbeat().toNanos(),
            config.endOfSession().toNanos(),
            System.nanoTime());
    requests = new RequestServer(store, config.session(), this::reply, config.limits(), faults);
    encoder = new DepthEncoder(0, publisher);
  }

  /** Opens the socket, and begins the day with the stocks in the order of their numbers. */
  static MarketFeed open(IoServer io, FeedConfig config, DayClock clock, List<String> stocks)
      throws SystemCallException {
    InetAddress group = config.groups().getFirst().getAddress();
    InetAddress own = FeedInterfaces.address(config.networkInterface(), group);
    DatagramOptions options =
        DatagramOptions.defaults()
            .maxDatagram(REQUEST_ROOM)
            .inboxLimit(WAITING_REQUESTS)
            .credit(DatagramOptions.UNLIMITED)
            .option(StandardSocketOptions.IP_MULTICAST_IF, config.networkInterface())
            .option(StandardSocketOptions.IP_MULTICAST_LOOP, true);
    DatagramPort port = io.bind(new InetSocketAddress(own, config.port()), options);
    MarketFeed feed = new MarketFeed(config, port, clock);
    feed.startOfDay(stocks);
    return feed;
  }

  DatagramPort port() {
    return port;
  }

  /** Where the feed comes from, and where requests go. */
  InetSocketAddress address() {
    return (InetSocketAddress) port.localAddress();
  }

  /** A book has something to tell. */
  void onDepth(ByteBuffer message, int offset, int length) {
    publisher.onDepth(message, offset, length);
  }

  /** Somebody asks; the datagram is released when it is dealt with. */
  void onDatagram(Datagram datagram) {
    if (ended) {
      lastAskedNanos = System.nanoTime();
    }
    requests.onDatagram(datagram);
  }

  void onWritable() {
    blocked = false;
  }

  /** The system would not send a packet. To subscribers it is lost like any other. */
  void onUndelivered(Undelivered message) {
    if (undelivered.get() == 0) {
      LOG.log(
          WARNING,
          () ->
              "the feed: a packet to "
                  + message.destination()
                  + " was not sent, and more are counted: "
                  + message.cause().getMessage());
    }
    undelivered.add(1 + message.untold());
  }

  /** The socket is of no use any more. Trading goes on without the feed. */
  void onFailed(IOException cause) {
    LOG.log(ERROR, () -> "the feed has ended: " + cause.getMessage());
    gone = true;
  }

  /** The socket is closed. */
  void onClosed() {
    gone = true;
    requests.close();
  }

  /** Everything of this round was handled: sends what there is, and answers some who wait. */
  void afterRound(long nowNanos) {
    if (!blocked && !gone) {
      publisher.flush(nowNanos);
      requests.serve();
    }
  }

  /** Whether there is something to send, and room for it. */
  boolean isBusy() {
    return !gone && !blocked && !requests.isIdle();
  }

  void onTick(long nowNanos) {
    requests.onTick();
    if (!blocked && !gone) {
      publisher.onTick(nowNanos);
    }
  }

  /** The books are done: the last messages, and the end of the session. */
  void end(long nowNanos) {
    encoder.timestamp(clock.nanosSinceMidnight());
    encoder.onSystemEvent(Itch.END_OF_MARKET_HOURS);
    encoder.onSystemEvent(Itch.END_OF_SYSTEM_HOURS);
    encoder.onSystemEvent(Itch.END_OF_MESSAGES);
    publisher.end(nowNanos);
    ended = true;
    endedNanos = nowNanos;
    lastAskedNanos = nowNanos;
  }

  /** Whether the session has ended, and nobody has asked for anything lately. */
  boolean isOver(long nowNanos) {
    long linger = config.linger().toNanos();
    boolean quiet = nowNanos - lastAskedNanos >= linger;
    boolean endless = nowNanos - endedNanos >= MOST_LINGERS * linger;
    return gone || (ended && (quiet || endless));
  }

  /** What was counted so far. Any thread. */
  FeedStatistics statistics() {
    return new FeedStatistics(
        publisher.messages(),
        publisher.packets(),
        requests.requests(),
        requests.answers(),
        requests.resent(),
        undelivered.get(),
        faults.all());
  }

  private void startOfDay(List<String> stocks) {
    encoder.timestamp(clock.nanosSinceMidnight());
    encoder.onSystemEvent(Itch.START_OF_MESSAGES);
    for (int i = 0; i < stocks.size(); i++) {
      encoder.onStock(i + 1, Ascii.pack(stocks.get(i), Long.BYTES));
    }
    encoder.onSystemEvent(Itch.START_OF_SYSTEM_HOURS);
    encoder.onSystemEvent(Itch.START_OF_MARKET_HOURS);
  }

  private boolean send(ByteBuffer packet, SocketAddress group) {
    try {
      blocked = blocked || !port.trySend(packet, group);
      return !blocked;
    } catch (ChannelClosedException e) {
      gone = true; // the message that says why is on its way
      return false;
    }
  }

  private boolean reply(ReceivedDatagram to, ByteBuffer packet) {
    try {
      blocked = blocked || !port.tryReply(to, packet);
      return !blocked;
    } catch (ChannelClosedException e) {
      gone = true; // as above
      return false;
    }
  }
}
