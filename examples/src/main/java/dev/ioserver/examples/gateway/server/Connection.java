package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupOutput;
import dev.ioserver.examples.gateway.soup.SoupServerHandler;
import dev.ioserver.examples.gateway.soup.SoupServerSession;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A port and the session on it. It hangs on the port as its attachment, so that a message finds it
 * without a look-up.
 *
 * <p>The session thread's, but for {@link #owner()}.
 */
final class Connection implements SoupOutput, SoupServerHandler {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);
  private static final int NOBODY = -1;

  private final Exchange exchange;
  private final Select<Message> select;
  private final Port port;
  private final SoupServerSession session;
  private @Nullable Account account;

  /**
   * The index of the account. Session thread: plain store at the login, before any packet goes to a
   * book. Book threads: plain load; the channel that brings them the packet orders the two.
   */
  private int owner = NOBODY;

  /** The packet that the session looks at, until it is released or belongs to a book. */
  private @Nullable Data inHand;

  /** A packet that a book has no room for; meanwhile the port is not in the select. */
  private @Nullable Data held;

  /** A connection that was just accepted. */
  Connection(Exchange exchange, Select<Message> select, Port port) {
    this.exchange = exchange;
    this.select = select;
    this.port = port;
    this.session = exchange.newSession(this);
  }

  /** The connection that a packet came from. Session thread and book threads. */
  static Connection of(Data packet) {
    return (Connection) Objects.requireNonNull(packet.port().attachment(), "not accepted yet");
  }

  /** The index of the account that is logged in. Session thread and book threads. */
  int owner() {
    return owner;
  }

  // What comes from the port.

  /** Takes in a packet, and sees to its release. */
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

  void onWritable() {
    session.onWritable(System.nanoTime());
  }

  void onTick(long nowNanos) {
    session.onTick(nowNanos);
  }

  /** Ends the session, if it has not ended. */
  void end(SessionEnd reason, String detail) {
    session.end(reason, detail);
  }

  /** Sends the rest of the store and the end-of-session packet, then closes the port. */
  void endOfSession(long nowNanos) {
    session.endOfSession(nowNanos);
  }

  /** Cuts the connection, whatever the session thinks of it. */
  void abort() {
    port.abort();
  }

  // What comes from the exchange.

  /** Sends a message; returns whether it was stored. */
  boolean publish(ByteBuffer message, int offset, int length) {
    return session.publish(message, offset, length, System.nanoTime());
  }

  /** Gives the packet in hand to a book, or stops receiving until there is room for it. */
  void forward(BookLink book) {
    Data packet = Objects.requireNonNull(inHand, "no packet in hand");
    inHand = null;
    if (!book.offer(packet)) {
      held = packet;
      select.remove(port);
      book.await(this);
    }
  }

  /** Offers the packet that was held once more; returns whether this need not wait any longer. */
  boolean retry(BookLink book) {
    Data packet = held;
    if (packet == null) {
      return true; // the session ended meanwhile
    }
    if (!book.offer(packet)) {
      return false;
    }
    held = null;
    select.add(port);
    return true;
  }

  /** Drops the packet that is held, if there is one, and receives again. */
  void dropHeld() {
    Data packet = held;
    if (packet != null) {
      held = null;
      packet.release();
      select.add(port);
    }
  }

  // What the session wants.

  @Override
  public boolean send(ByteBuffer buffer, int offset, int length) {
    if (port.isClosed()) {
      return false; // the message that says why is on its way: see isGone
    }
    buffer.clear().position(offset).limit(offset + length);
    try {
      return port.trySend(buffer);
    } catch (ChannelClosedException e) {
      return false; // as above; a loop with a thread of its own may close it at any moment
    } finally {
      // The store that the buffer belongs to uses absolute positions, up to the limit.
      buffer.clear();
    }
  }

  @Override
  public boolean isGone() {
    return port.isClosed();
  }

  @Override
  public void onLoggedIn(SoupServerSession from, String username, SequencedStore store) {
    Account found = exchange.login(username, store);
    account = found;
    owner = found.index();
    found.connection(this);
    LOG.log(DEBUG, () -> this + " logged in");
  }

  @Override
  public void onMessage(SoupServerSession from, ByteBuffer buffer, int offset, int length) {
    Account sender = Objects.requireNonNull(account, "a message without a login");
    exchange.onMessage(this, sender, buffer, offset, length);
  }

  @Override
  public void onEnded(SoupServerSession from, SessionEnd reason, String detail) {
    dropHeld();
    Account ended = account;
    if (ended != null) {
      ended.connection(null);
    }
    exchange.ended(reason, ended != null);
    LOG.log(
        level(reason),
        () -> this + " ended: " + reason.text() + (detail.isEmpty() ? "" : " (" + detail + ")"));
    switch (reason) {
      // Who is gone, or takes nothing in, will not take the rest either.
      case LINK_LOST, NOT_READING -> port.abort();
      default -> port.close();
    }
  }

  @Override
  public String toString() {
    Account user = account;
    return "session of "
        + (user == null ? "nobody yet" : "user '" + user.user() + "'")
        + " from "
        + port.remoteAddress();
  }

  private static System.Logger.Level level(SessionEnd reason) {
    return switch (reason) {
      case LOGOUT, END_OF_SESSION -> DEBUG;
      case DISCONNECTED, TAKEN_OVER -> INFO;
      default -> WARNING;
    };
  }
}
