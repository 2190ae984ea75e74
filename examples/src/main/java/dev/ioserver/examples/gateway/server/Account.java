package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.market.OrderRouter;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway keeps of a user, connected or not: the messages so far, the tokens used, and the
 * connection if there is one. The session thread's.
 */
final class Account {

  private final int index;
  private final String user;
  private final SequencedStore store;
  private final OrderRouter router;
  private @Nullable Connection connection;
  private boolean full;

  Account(int index, String user, SequencedStore store, OrderRouter router) {
    this.index = index;
    this.user = user;
    this.store = store;
    this.router = router;
  }

  /** What the books know the user by. */
  int index() {
    return index;
  }

  String user() {
    return user;
  }

  SequencedStore store() {
    return store;
  }

  OrderRouter router() {
    return router;
  }

  @Nullable Connection connection() {
    return connection;
  }

  /** The connection that is logged in now, or null. */
  void connection(@Nullable Connection value) {
    connection = value;
  }

  /** Notes that the store is full; returns whether that is news. */
  boolean becomesFull() {
    boolean news = !full;
    full = true;
    return news;
  }
}
