package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.market.OrderRouter;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;

/**
 * The one way to the books for every front door, whatever protocol it speaks: it opens accounts,
 * takes in OUCH messages, and gives the answers to the account's {@link Outlet}. The session
 * thread's.
 */
final class Exchange {

  private final GatewayCounters counters;
  private final Accounts accounts;
  private final Books books;

  private boolean open = true;

  /** An exchange for the books of the configured stocks, in that order. */
  Exchange(GatewayCounters counters, Accounts accounts, Books books) {
    this.counters = counters;
    this.accounts = accounts;
    this.books = books;
  }

  /** Opens the account of a user who has not been here today. Once per user and front door. */
  Account openAccount(String user, Outlet outlet) {
    return accounts.open(user, outlet);
  }

  /** Somebody has logged in. */
  void loggedIn() {
    counters.logins.add(1);
    counters.sessions.add(1);
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

  /**
   * Takes in one OUCH message of a client. Its answers may come before this returns, or later; and
   * the session may have to stop receiving until a book has room ({@link ClientSession#isHolding}).
   *
   * @return what is wrong with the message as a whole; {@link OuchFault#NONE} as a rule
   */
  OuchFault submit(ClientSession from, Account account, ByteBuffer buffer, int offset, int length) {
    if (!open) {
      return OuchFault.NONE; // too late; the end of the session is on its way
    }
    OrderRouter router = account.router();
    int stock = router.route(buffer, offset, length);
    if (stock == OrderRouter.FAULT) {
      return router.fault();
    }
    byte type = buffer.get(offset);
    counters.received(type);
    switch (stock) {
      case OrderRouter.REJECTED -> accounts.reject(account, router.rejectReason());
      case OrderRouter.IGNORED -> {} // that is how the protocol answers such a cancel
      default -> {
        if (!books.isHalted(stock)) {
          books.submit(stock, from, account.index(), buffer, offset, length);
        } else if (type != Ouch.CANCEL_ORDER) {
          accounts.reject(account, RejectReason.CLOSED);
        }
      }
    }
    return OuchFault.NONE;
  }

  /** No more messages of clients are taken. */
  void close() {
    open = false;
  }

  /** Tells every user that the day has ended. */
  void endOfDay() {
    accounts.endOfDay();
  }
}
