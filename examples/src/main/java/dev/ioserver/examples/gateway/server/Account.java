package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.market.OrderRouter;

/**
 * What the exchange keeps of a user, connected or not: the tokens used, and where messages go. The
 * session thread's.
 */
final class Account {

  private final int index;
  private final String user;
  private final OrderRouter router;
  private final Outlet outlet;
  private boolean full;

  Account(int index, String user, OrderRouter router, Outlet outlet) {
    this.index = index;
    this.user = user;
    this.router = router;
    this.outlet = outlet;
  }

  /** What the books know the user by. */
  int index() {
    return index;
  }

  String user() {
    return user;
  }

  OrderRouter router() {
    return router;
  }

  Outlet outlet() {
    return outlet;
  }

  /** Notes that the outlet takes no more; returns whether that is news. */
  boolean becomesFull() {
    boolean news = !full;
    full = true;
    return news;
  }
}
