package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.fix.FixHandler;
import dev.ioserver.examples.gateway.fix.FixOutput;
import dev.ioserver.examples.gateway.fix.FixReader;
import dev.ioserver.examples.gateway.fix.FixSequences;
import dev.ioserver.examples.gateway.fix.FixSession;
import dev.ioserver.examples.gateway.fix.FixWriter;
import dev.ioserver.examples.gateway.fixorders.FixOrders;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A port and the FIX session on it. */
final class FixConnection extends ClientSession implements FixOutput, FixHandler {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final FixDoor door;
  private final FixSession session;
  private @Nullable FixAccount account;

  /** A connection that was just accepted. */
  FixConnection(FixDoor door, Select<Message> select, Port port) {
    super(select, port);
    this.door = door;
    this.session = door.newSession(this);
  }

  // What comes from the port.

  @Override
  void onData(Data data) {
    try {
      ByteBuffer bytes = data.bytes();
      session.onMessage(bytes, bytes.position(), data.length(), System.nanoTime());
    } finally {
      data.release();
    }
  }

  @Override
  void onWritable() {
    session.onWritable(System.nanoTime());
  }

  @Override
  void onTick(long nowNanos) {
    session.onTick(nowNanos);
  }

  @Override
  void end(SessionEnd reason, String detail) {
    session.end(reason, detail);
  }

  @Override
  void endOfSession(long nowNanos) {
    session.endOfSession(nowNanos);
  }

  // What comes from the exchange.

  /** Sends a message; returns whether it was stored. */
  boolean publish(int type, FixWriter fields) {
    return session.publish(type, fields, System.nanoTime());
  }

  // What the session wants.

  @Override
  public void onLoggedOn(FixSession from, FixSequences sequences) {
    FixAccount found = door.login(sequences);
    account = found;
    owner(found.exchangeAccount().index());
    found.connection(this);
    LOG.log(DEBUG, () -> this + " logged on");
  }

  @Override
  public void onMessage(FixSession from, FixReader message) {
    FixAccount sender = Objects.requireNonNull(account, "a message without a Logon");
    FixOrders orders = sender.orders();
    int length = orders.onMessage(from, message);
    if (length > 0) {
      OuchFault fault =
          door.exchange().submit(this, sender.exchangeAccount(), orders.ouch(), 0, length);
      assert fault == OuchFault.NONE : fault;
    }
  }

  @Override
  public void onEnded(FixSession from, SessionEnd reason, String detail) {
    FixAccount user = account;
    if (user != null) {
      user.connection(null);
    }
    ended(door.exchange(), reason, detail);
  }

  @Override
  public String toString() {
    FixAccount user = account;
    return describe("FIX session", user == null ? null : user.exchangeAccount());
  }
}
