package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.port.PortOutput;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A port and the session on it, whatever protocol the session speaks; each front door has its own
 * kind. It hangs on the port as its attachment, so that a message finds it without a look-up.
 *
 * <p>The session thread's, but for {@link #owner()}.
 */
abstract class ClientSession {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);
  private static final int NOBODY = -1;

  private final Select<Message> select;
  private final Port port;

  /**
   * The index of the account. Session thread: plain store at the login, before any order goes to a
   * book. Book threads: plain load; the channel that brings them the packet orders the two.
   */
  private int owner = NOBODY;

  /** An order that a book has no room for; meanwhile the port is not in the select. */
  private @Nullable Message held;

  /** A session on a port that was just accepted. */
  ClientSession(Select<Message> select, Port port) {
    this.select = select;
    this.port = port;
  }

  // What the session loop tells.

  /** Takes in a packet or frame, and sees to its release. */
  abstract void onData(Data data);

  /** The port takes output again after a refusal. */
  abstract void onWritable();

  /** Does what is due by the clock; comes several times between two heartbeats. */
  abstract void onTick(long nowNanos);

  /** Ends the session at once, if it has not ended. The port may be closed already. */
  abstract void end(SessionEnd reason, String detail);

  /** The day is over: sends the rest and whatever says so, then ends and closes the port. */
  abstract void endOfSession(long nowNanos);

  // What the kinds of sessions use.

  /**
   * Gives an order to a book's thread as an object that it may read and release: a copy, unless the
   * session has something better.
   */
  Message detach(int account, ByteBuffer buffer, int offset, int length) {
    return OrderCopy.of(account, buffer, offset, length);
  }

  /** The account that has logged in; before the first order is submitted. */
  final void owner(int account) {
    owner = account;
  }

  /**
   * Whether an order waits for room in a book. No other may be submitted; nothing is received
   * meanwhile, and receiving goes on by itself.
   */
  final boolean isHolding() {
    return held != null;
  }

  /** Drops the order that waits, if there is one, and receives again; for a session that ends. */
  final void dropHeld() {
    Message order = held;
    if (order != null) {
      held = null;
      release(order);
      select.add(port);
    }
  }

  /** Sends a part of a buffer, as the output of either kind of session is asked to. */
  public final boolean send(ByteBuffer buffer, int offset, int length) {
    return PortOutput.send(port, buffer, offset, length);
  }

  /** Whether the port is closed, as the output of either kind of session is asked. */
  public final boolean isGone() {
    return port.isClosed();
  }

  /** The session has ended: the exchange and the log hear of it, and the port is closed. */
  final void ended(Exchange exchange, SessionEnd reason, String detail) {
    dropHeld();
    exchange.ended(reason, owner != NOBODY);
    LOG.log(
        level(reason),
        () -> this + " ended: " + reason.text() + (detail.isEmpty() ? "" : " (" + detail + ")"));
    PortOutput.close(port, reason);
  }

  /** What the log calls a session of this kind. */
  final String describe(String kind, @Nullable Account account) {
    return kind
        + " of "
        + (account == null ? "nobody yet" : "user '" + account.user() + "'")
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

  // What the books use.

  /** The session that a packet came from. Session thread and book threads. */
  static ClientSession of(Data packet) {
    return (ClientSession) Objects.requireNonNull(packet.port().attachment(), "not accepted yet");
  }

  /** The index of the account that is logged in. Session thread and book threads. */
  final int owner() {
    return owner;
  }

  /** Gives an order to a book, or stops receiving until there is room for it. */
  final void forward(BookLink book, Message order) {
    assert held == null : "submitted while another order waits";
    if (!book.offer(order)) {
      held = order;
      select.remove(port);
      book.await(this);
    }
  }

  /** Offers the order that was held once more; returns whether this need not wait any longer. */
  final boolean retry(BookLink book) {
    Message order = held;
    if (order == null) {
      return true; // the session ended meanwhile
    }
    if (!book.offer(order)) {
      return false;
    }
    held = null;
    select.add(port);
    return true;
  }

  /** Gives the memory of an order back that no book will see. */
  static void release(Message order) {
    if (order instanceof Data packet) {
      packet.release();
    }
  }

  /** Cuts the connection, whatever the session thinks of it. */
  final void abort() {
    port.abort();
  }

  /** An error in this program must cost no more than the one session that has shown it. */
  final void onInternalError(RuntimeException e) {
    LOG.log(ERROR, () -> this + " met an internal error", e);
    end(SessionEnd.FAILED, "internal error");
    abort();
  }
}
