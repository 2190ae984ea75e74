package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.examples.gateway.market.OrderRouter;
import dev.ioserver.examples.gateway.market.ReplyEncoder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.soup.CredentialsChecker;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupServerSession;
import dev.ioserver.examples.gateway.soup.UserSessions;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all sessions share: the accounts, and the way to the books and back. The session thread's.
 */
final class Exchange implements ReplySink {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  /** The name of the one session that this exchange runs. */
  private static final String SESSION = "DAY";

  private final GatewayConfig config;
  private final GatewayCounters counters;
  private final DayClock clock;
  private final BookLink[] books;
  private final long[] stocks;
  private final CredentialsChecker credentials;
  private final UserSessions sessions;
  private final Map<String, Account> accountsByUser = new HashMap<>();
  private final List<Account> accounts = new ArrayList<>();

  /** Encodes what does not come from a book. */
  private final ReplyEncoder encoder = new ReplyEncoder(this);

  private boolean open = true;

  /** An exchange for the books of the configured stocks, in that order. */
  Exchange(GatewayConfig config, GatewayCounters counters, DayClock clock, List<BookLink> books) {
    this.config = config;
    this.counters = counters;
    this.clock = clock;
    this.books = books.toArray(BookLink[]::new);
    stocks =
        books.stream().mapToLong(book -> Ascii.pack(book.stock(), Ouch.STOCK_LENGTH)).toArray();
    credentials = GatewayUsers.checker(config.user(), config.password());
    sessions =
        new UserSessions(
            SESSION, config.limits().storeChunkBytes(), config.limits().maxStoreChunks());
  }

  /** The session of a connection that was just accepted. */
  SoupServerSession newSession(Connection connection) {
    return new SoupServerSession(
        connection, connection, credentials, sessions, config.timeouts(), System.nanoTime());
  }

  /** Somebody has logged in: finds the account, or opens it. */
  Account login(String user, SequencedStore store) {
    counters.logins.add(1);
    counters.sessions.add(1);
    Account known = accountsByUser.get(user);
    if (known != null) {
      return known;
    }
    OrderRouter router = new OrderRouter(stocks, config.limits().maxOrdersPerUser());
    Account opened = new Account(accounts.size(), user, store, router);
    accounts.add(opened);
    accountsByUser.put(user, opened);
    tell(opened, Ouch.START_OF_DAY);
    return opened;
  }

  /** A session has ended. */
  void ended(SessionEnd reason, boolean wasLoggedIn) {
    if (wasLoggedIn) {
      counters.sessions.add(-1);
    }
    switch (reason) {
      case LOGOUT, END_OF_SESSION, DISCONNECTED, TAKEN_OVER -> {} // all in order
      default -> counters.failures.add(1);
    }
  }

  /** A client has sent a message. */
  void onMessage(
      Connection connection, Account account, ByteBuffer buffer, int offset, int length) {
    if (!open) {
      return; // too late; the end of the session is on its way
    }
    OrderRouter router = account.router();
    int stock = router.route(buffer, offset, length);
    if (stock == OrderRouter.FAULT) {
      connection.end(SessionEnd.BAD_PACKET, "order message: " + router.fault().text());
      return;
    }
    byte type = buffer.get(offset);
    counters.received(type);
    switch (stock) {
      case OrderRouter.REJECTED -> reject(account, router.rejectReason());
      case OrderRouter.IGNORED -> {} // that is how the protocol answers such a cancel
      default -> {
        if (!books[stock].isHalted()) {
          connection.forward(books[stock]);
        } else if (type != Ouch.CANCEL_ORDER) {
          reject(account, RejectReason.CLOSED);
        }
      }
    }
  }

  /** Stores a message for a user, and sends it if the user is there. */
  @Override
  public void onReply(int owner, ByteBuffer buffer, int offset, int length) {
    Account account = accounts.get(owner);
    Connection connection = account.connection();
    boolean stored =
        connection == null
            ? account.store().append(buffer, offset, length) != SequencedStore.FULL
            : connection.publish(buffer, offset, length);
    if (stored) {
      counters.sent(buffer.get(offset));
    } else if (account.becomesFull()) {
      LOG.log(
          ERROR, () -> "the store of user '" + account.user() + "' is full; its messages are lost");
    }
  }

  /** No more messages of clients are taken. */
  void close() {
    open = false;
  }

  /** Tells every user that the day has ended. */
  void endOfDay() {
    for (Account account : accounts) {
      tell(account, Ouch.END_OF_DAY);
    }
  }

  private void tell(Account account, byte code) {
    encoder.timestamp(clock.nanosSinceMidnight());
    encoder.onSystemEvent(account.index(), code);
  }

  private void reject(Account account, byte reason) {
    OrderRouter router = account.router();
    encoder.timestamp(clock.nanosSinceMidnight());
    encoder.onRejected(account.index(), router.tokenHigh(), router.tokenLow(), reason);
  }
}
