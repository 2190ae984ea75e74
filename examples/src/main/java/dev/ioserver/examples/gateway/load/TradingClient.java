package dev.ioserver.examples.gateway.load;

import dev.ioserver.engine.IoServer;
import dev.ioserver.examples.gateway.server.GatewayUsers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * One client: sends its orders when they are due, or as soon after that as it can. Belongs to the
 * clients' thread.
 */
final class TradingClient implements ClientLink.Listener {

  /** After a session is resumed, how long the answers to orders sent before may take. */
  private static final long REPLAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MOST_SLOTS = 1 << 14;
  private static final int FEWEST_SLOTS = 1 << 8;
  private static final int SLOTS_OF_ALL = 1 << 18;

  private final int index;
  private final LoadBook book;
  private final Pace pace;
  private final LoadClock clock;
  private final ClientLink link;
  private final ClientOrders orders;
  private final ReplyChecker replies;

  private boolean wasLoggedIn;
  private boolean resendPlanned;
  private long resendNanos;

  TradingClient(
      int index,
      LoadOptions options,
      IoServer server,
      LoadBook book,
      Pace pace,
      LoadClock clock,
      long firstToken) {
    this.index = index;
    this.book = book;
    this.pace = pace;
    this.clock = clock;
    String user = GatewayUsers.name(options.user(), index);
    link = new ClientLink(server, options, user, clock, this);
    OrderTable table = new OrderTable(slots(options.connections()));
    OrderPlan plan = new OrderPlan(options.stocks(), index);
    orders = new ClientOrders(table, plan, book, link::sendMessage, firstToken);
    replies = new ReplyChecker(orders, book);
  }

  ClientLink link() {
    return link;
  }

  ClientOrders orders() {
    return orders;
  }

  /** Sends what is due, as far as there is room. */
  void pump() {
    while (pace.isDue(index, orders.sent(), orders.pending())) {
      long dueNanos = pace.dueNanos(index, orders.sent());
      if (!orders.enter(dueNanos, pace.isMeasured(dueNanos))) {
        return; // tried again when there is room, or when an answer has come
      }
    }
  }

  /** How many orders are due and not sent. */
  long unsent() {
    return pace.unsent(index, orders.sent());
  }

  void tick() {
    link.tick(clock.nanos());
    if (resendPlanned && clock.nanos() - resendNanos >= 0 && link.isLoggedIn()) {
      resendPlanned = false;
      orders.resend();
    }
  }

  @Override
  public void onLoggedIn() {
    if (wasLoggedIn) {
      book.reconnects++;
      resendPlanned = true;
      resendNanos = clock.nanos() + REPLAY_NANOS;
    }
    wasLoggedIn = true;
    pump();
  }

  @Override
  public void onMessage(ByteBuffer buffer, int offset, int length) {
    replies.onReply(buffer, offset, length, clock.nanos());
    pump();
  }

  @Override
  public void onWritable() {
    pump();
  }

  /** Fewer for each if there are many clients: memory is bounded, and so is each one's rate. */
  private static int slots(int clients) {
    return Math.clamp(Integer.highestOneBit(SLOTS_OF_ALL / clients), FEWEST_SLOTS, MOST_SLOTS);
  }
}
