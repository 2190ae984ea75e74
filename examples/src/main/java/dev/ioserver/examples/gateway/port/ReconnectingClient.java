package dev.ioserver.examples.gateway.port;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupClientHandler;
import dev.ioserver.examples.gateway.soup.SoupClientSession;
import dev.ioserver.examples.gateway.soup.SoupClientState;
import dev.ioserver.examples.gateway.soup.SoupOutput;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of SoupBinTCP whose session goes on over as many connections as it takes: when one is
 * gone, the next is opened a little later. It hangs on its ports as their attachment; whoever
 * receives their messages passes them on to it. Times are those of {@link System#nanoTime}.
 *
 * <p>Belongs to one thread, which runs the loop of the ports.
 */
@SuppressWarnings("ReferenceEquality") // one and the same port is meant
public abstract class ReconnectingClient implements SoupClientHandler, SoupOutput {

  /** What a port of such a client must know. */
  protected static final PortOptions PORT_OPTIONS =
      PortOptions.defaults().framing(Framing.lengthPrefix(2, SoupPacket.MAX_LENGTH));

  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SoupClientSession session;
  private @Nullable Port port;
  private boolean blocked;
  private boolean lastConnection;
  private long reconnectNanos;

  /**
   * A client that is not connected yet.
   *
   * @param firstSequence the first message wanted: 1 for all of them, 0 for new ones only
   * @param maxMessageLength the longest message that will be sent, in bytes
   */
  protected ReconnectingClient(
      String user,
      String password,
      SoupTimeouts timeouts,
      long firstSequence,
      int maxMessageLength) {
    session =
        new SoupClientSession(
            this, this, user, password, timeouts, firstSequence, maxMessageLength);
  }

  // What the kinds of clients say.

  /** Opens a connection, the first one or the next. */
  protected abstract Port openPort();

  /** The time at which something has come from the port. */
  protected abstract long now();

  /** There is room to send again. */
  protected void onRoom() {}

  /** A connection is over, and the session knows. */
  protected void onConnectionOver() {}

  // What their owners use.

  /** Opens a connection. */
  public final void connect() {
    blocked = false;
    Port opened = openPort();
    opened.attach(this);
    opened.activeUnlimited();
    port = opened;
  }

  /** Whether the session stands. */
  public final boolean isLoggedIn() {
    return session.state() == SoupClientState.LOGGED_IN;
  }

  /** Whether nothing of a connection is left. */
  public final boolean isClosed() {
    return port == null;
  }

  /** Whether the output has refused something, and not said that it has room since. */
  protected final boolean isBlocked() {
    return blocked;
  }

  /** Whether a connection is meant, and not one that it has given up. */
  protected final boolean isCurrent(Port from) {
    return from == port;
  }

  /** Sends one message, or returns false if that cannot be done now. */
  protected final boolean sendMessage(ByteBuffer buffer, int offset, int length, long nowNanos) {
    return session.send(buffer, offset, length, nowNanos);
  }

  /** Does what is due by the clock: heartbeats, and connecting again. */
  public final void tick(long nowNanos) {
    if (port != null) {
      session.onTick(nowNanos);
    } else if (!lastConnection && nowNanos - reconnectNanos >= 0) {
      connect();
    }
  }

  /** After this connection comes no other. */
  protected final void stopReconnecting() {
    lastConnection = true;
  }

  /** Whether after this connection comes no other. */
  protected final boolean isLastConnection() {
    return lastConnection;
  }

  /** Logs out for good. */
  protected final void logout(long nowNanos) {
    stopReconnecting();
    session.logout(nowNanos);
  }

  /** Closes the connection, if there is one. */
  protected final void closePort() {
    Port open = port;
    if (open != null) {
      open.close();
    }
  }

  // What the port says.

  /** A connection stands. */
  public final void onConnected(Port from) {
    if (from == port) {
      session.onConnected(now());
    }
  }

  /** A packet has come, which this releases. */
  public final void onData(Data data) {
    if (data.port() == port) {
      ByteBuffer bytes = data.bytes();
      session.onPacket(bytes, bytes.position(), bytes.remaining(), now());
    }
    data.release();
  }

  /** A port takes output again after a refusal. */
  public final void onWritable(Port from) {
    if (from == port) {
      blocked = false;
      session.onWritable();
      onRoom();
    }
  }

  /** A connection is over. */
  public final void onClosed(Port from) {
    if (from == port) {
      port = null;
      session.onDisconnected("");
      reconnectNanos = now() + RECONNECT_NANOS;
      onConnectionOver();
    }
  }

  // What the session wants.

  @Override
  public final boolean send(ByteBuffer buffer, int offset, int length) {
    Port open = port;
    if (open == null || open.isClosed()) {
      return false;
    }
    blocked = !PortOutput.send(open, buffer, offset, length);
    return !blocked;
  }

  @Override
  public final boolean isGone() {
    Port open = port;
    return open == null || open.isClosed();
  }

  @Override
  public void onEnded(SoupClientSession client, SessionEnd reason, String detail) {
    closePort();
  }
}
