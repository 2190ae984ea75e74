package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.soup.SequencedStore;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the door of SoupBinTCP keeps of a user, connected or not: the messages so far, and the
 * connection if there is one. The session thread's.
 */
final class SoupAccount implements Outlet {

  private final SequencedStore store;
  private @Nullable Account account;
  private @Nullable SoupConnection connection;

  SoupAccount(SequencedStore store) {
    this.store = store;
  }

  /** The same user's account at the exchange. */
  Account exchangeAccount() {
    return Objects.requireNonNull(account, "not opened yet");
  }

  /** Opens the account at the exchange, whose first message comes at once. */
  void open(Exchange exchange, String user) {
    account = exchange.openAccount(user, this);
  }

  /** The connection that is logged in now, or null. */
  void connection(@Nullable SoupConnection value) {
    connection = value;
  }

  /** Stores a message for the user, and sends it if the user is there. */
  @Override
  public boolean deliver(ByteBuffer message, int offset, int length) {
    SoupConnection there = connection;
    if (there == null) {
      return store.append(message, offset, length) != SequencedStore.FULL;
    }
    try {
      return there.publish(message, offset, length);
    } catch (RuntimeException e) {
      there.onInternalError(e);
      return false;
    }
  }
}
