package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.examples.gateway.market.OrderRouter;
import dev.ioserver.examples.gateway.market.ReplyEncoder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** All accounts, of all front doors; replies find their way by an account's index. */
final class Accounts implements ReplySink {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final GatewayCounters counters;
  private final DayClock clock;
  private final long[] stocks;
  private final int maxOrdersPerUser;
  private final List<Account> accounts = new ArrayList<>();

  /** Encodes what does not come from a book. */
  private final ReplyEncoder encoder = new ReplyEncoder(this);

  Accounts(GatewayConfig config, GatewayCounters counters, DayClock clock) {
    this.counters = counters;
    this.clock = clock;
    stocks =
        config.stocks().stream().mapToLong(stock -> Ascii.pack(stock, Ouch.STOCK_LENGTH)).toArray();
    maxOrdersPerUser = config.limits().maxOrdersPerUser();
  }

  /** Opens an account, and tells its outlet that the day has begun. */
  Account open(String user, Outlet outlet) {
    OrderRouter router = new OrderRouter(stocks, maxOrdersPerUser);
    Account opened = new Account(accounts.size(), user, router, outlet);
    accounts.add(opened);
    tell(opened, Ouch.START_OF_DAY);
    return opened;
  }

  /** Gives a message to the account that it is for. */
  @Override
  public void onReply(int owner, ByteBuffer buffer, int offset, int length) {
    Account account = accounts.get(owner);
    if (account.outlet().deliver(buffer, offset, length)) {
      counters.sent(buffer.get(offset));
    } else if (account.becomesFull()) {
      LOG.log(
          ERROR, () -> "the store of user '" + account.user() + "' is full; its messages are lost");
    }
  }

  /** Answers the message that the account's router has seen last with a rejection. */
  void reject(Account account, byte reason) {
    OrderRouter router = account.router();
    encoder.timestamp(clock.nanosSinceMidnight());
    encoder.onRejected(account.index(), router.tokenHigh(), router.tokenLow(), reason);
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
}
