package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupOutput;
import dev.ioserver.examples.gateway.soup.SoupServerHandler;
import dev.ioserver.examples.gateway.soup.SoupServerSession;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A port and the SoupBinTCP session on it. */
final class SoupConnection extends ClientSession implements SoupOutput, SoupServerHandler {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final SoupDoor door;
  private final SoupServerSession session;
  private @Nullable SoupAccount account;

  /** The packet that the session looks at, until it is released or belongs to a book. */
  private @Nullable Data inHand;

  /** A connection that was just accepted. */
  SoupConnection(SoupDoor door, Select<Message> select, Port port) {
    super(select, port);
    this.door = door;
    this.session = door.newSession(this);
  }

  // What comes from the port.

  @Override
  void onData(Data packet) {
    inHand = packet;
    try {
      ByteBuffer bytes = packet.bytes();
      session.onPacket(bytes, bytes.position(), packet.length(), System.nanoTime());
    } finally {
      Data left = inHand;
      inHand = null;
      if (left != null) {
        left.release();
      }
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

  /** The packet itself, which belongs to the book from now on. */
  @Override
  Message detach(int owner, ByteBuffer buffer, int offset, int length) {
    Data packet = Objects.requireNonNull(inHand, "no packet in hand");
    inHand = null;
    return packet;
  }

  // What comes from the exchange.

  /** Sends a message; returns whether it was stored. */
  boolean publish(ByteBuffer message, int offset, int length) {
    return session.publish(message, offset, length, System.nanoTime());
  }

  // What the session wants.

  @Override
  public void onLoggedIn(SoupServerSession from, String username, SequencedStore store) {
    SoupAccount found = door.login(username, store);
    account = found;
    owner(found.exchangeAccount().index());
    found.connection(this);
    LOG.log(DEBUG, () -> this + " logged in");
  }

  @Override
  public void onMessage(SoupServerSession from, ByteBuffer buffer, int offset, int length) {
    SoupAccount sender = Objects.requireNonNull(account, "a message without a login");
    OuchFault fault =
        door.exchange().submit(this, sender.exchangeAccount(), buffer, offset, length);
    if (fault != OuchFault.NONE) {
      end(SessionEnd.BAD_PACKET, "order message: " + fault.text());
    }
  }

  @Override
  public void onEnded(SoupServerSession from, SessionEnd reason, String detail) {
    SoupAccount user = account;
    if (user != null) {
      user.connection(null);
    }
    ended(door.exchange(), reason, detail);
  }

  @Override
  public String toString() {
    SoupAccount user = account;
    return describe("session", user == null ? null : user.exchangeAccount());
  }
}
