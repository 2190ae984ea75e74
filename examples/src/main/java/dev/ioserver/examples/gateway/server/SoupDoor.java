package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.gateway.soup.CredentialsChecker;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SoupServerSession;
import dev.ioserver.examples.gateway.soup.UserSessions;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The front door of SoupBinTCP and OUCH. The session thread's. */
final class SoupDoor implements FrontDoor {

  /** The name of the one session that this exchange runs. */
  private static final String SESSION = "DAY";

  private final GatewayConfig config;
  private final Exchange exchange;
  private final CredentialsChecker credentials;
  private final UserSessions sessions;
  private final Map<String, SoupAccount> accountsByUser = new HashMap<>();

  SoupDoor(GatewayConfig config, Exchange exchange) {
    this.config = config;
    this.exchange = exchange;
    credentials = GatewayUsers.checker(config.user(), config.password());
    sessions =
        new UserSessions(
            SESSION, config.limits().storeChunkBytes(), config.limits().maxStoreChunks());
  }

  @Override
  public SocketAddress address() {
    return config.listen();
  }

  @Override
  public ListenOptions options() {
    GatewayLimits limits = config.limits();
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(Short.BYTES, limits.maxPacketBytes()))
            .inboxLimit(limits.inboxMessages())
            .highWatermark(limits.outputBytes());
    Layer layer = config.layer();
    return ListenOptions.defaults().ports(layer == null ? ports : ports.layer(layer));
  }

  @Override
  public ClientSession accept(Select<Message> select, Port port) {
    return new SoupConnection(this, select, port);
  }

  Exchange exchange() {
    return exchange;
  }

  /** The session of a connection that was just accepted. */
  SoupServerSession newSession(SoupConnection connection) {
    return new SoupServerSession(
        connection, connection, credentials, sessions, config.timeouts(), System.nanoTime());
  }

  /** Somebody has logged in: finds the account, or opens it. */
  SoupAccount login(String user, SequencedStore store) {
    exchange.loggedIn();
    SoupAccount account = accountsByUser.get(user);
    if (account == null) {
      account = new SoupAccount(store);
      accountsByUser.put(user, account);
      account.open(exchange, user);
    }
    return account;
  }
}
