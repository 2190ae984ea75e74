package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.gateway.fix.FixDirectory;
import dev.ioserver.examples.gateway.fix.FixSequences;
import dev.ioserver.examples.gateway.fix.FixSession;
import dev.ioserver.examples.gateway.fix.FixSettings;
import dev.ioserver.examples.gateway.fix.FixStore;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The front door of FIX 4.4. A client's SenderCompID is its user, with an account and numbers of
 * its own: those of the same user at another door are somebody else's. The latest Logon wins, as it
 * does with SoupBinTCP. The session thread's.
 */
final class FixDoor implements FrontDoor, FixDirectory {

  /** What the gateway calls itself. */
  static final String COMP_ID = "IOSERVER";

  /** Memory for sent messages comes in pieces of this size at least: a message must fit. */
  private static final int LEAST_CHUNK = 4096;

  private final GatewayConfig config;
  private final Exchange exchange;
  private final InetSocketAddress address;
  private final FixSettings settings;
  private final Map<String, FixAccount> accountsByUser = new HashMap<>();
  private final Map<FixSequences, FixSession> holders = new HashMap<>();

  FixDoor(GatewayConfig config, InetSocketAddress address, Exchange exchange) {
    this.config = config;
    this.exchange = exchange;
    this.address = address;
    settings =
        new FixSettings(COMP_ID, config.timeouts().loginNanos(), config.timeouts().silenceNanos());
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public ListenOptions options() {
    GatewayLimits limits = config.limits();
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.fix(FixSettings.BEGIN_STRING, limits.maxPacketBytes()))
            .inboxLimit(limits.inboxMessages())
            .highWatermark(limits.outputBytes());
    return ListenOptions.defaults().ports(ports);
  }

  @Override
  public ClientSession accept(Select<Message> select, Port port) {
    return new FixConnection(this, select, port);
  }

  Exchange exchange() {
    return exchange;
  }

  /** The session of a connection that was just accepted. */
  FixSession newSession(FixConnection connection) {
    return new FixSession(
        connection, connection, this, settings, System::currentTimeMillis, System.nanoTime());
  }

  @Override
  public @Nullable FixSequences find(String compId, String username, String password) {
    boolean isUser = username.isEmpty() || username.equals(compId);
    if (!isUser
        || !GatewayUsers.checker(config.user(), config.password()).check(compId, password)) {
      return null;
    }
    FixAccount known = accountsByUser.get(compId);
    return known == null ? open(compId).sequences() : known.sequences();
  }

  @Override
  public void claim(FixSequences sequences, FixSession claimant) {
    FixSession holder = holders.get(sequences);
    if (holder != null) {
      holder.logout(SessionEnd.TAKEN_OVER, "logged on on another connection", System.nanoTime());
    }
    holders.put(sequences, claimant);
  }

  @Override
  public void release(FixSequences sequences, FixSession holder) {
    holders.remove(sequences, holder);
  }

  /** Somebody has logged on: finds the account. */
  FixAccount login(FixSequences sequences) {
    exchange.loggedIn();
    FixAccount account = accountsByUser.get(sequences.compId());
    assert account != null : "no account of " + sequences.compId();
    return account;
  }

  private FixAccount open(String user) {
    GatewayLimits limits = config.limits();
    FixStore store =
        new FixStore(Math.max(LEAST_CHUNK, limits.storeChunkBytes()), limits.maxStoreChunks());
    FixAccount account = new FixAccount(new FixSequences(user, store), limits.maxOrdersPerUser());
    accountsByUser.put(user, account);
    account.open(exchange, user);
    return account;
  }
}
