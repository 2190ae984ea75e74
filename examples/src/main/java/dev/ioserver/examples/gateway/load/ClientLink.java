package dev.ioserver.examples.gateway.load;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupClientHandler;
import dev.ioserver.examples.gateway.soup.SoupClientSession;
import dev.ioserver.examples.gateway.soup.SoupClientState;
import dev.ioserver.examples.gateway.soup.SoupOutput;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The link of one client to the gateway: a session over as many connections as it takes. Belongs to
 * the clients' thread.
 */
@SuppressWarnings("ReferenceEquality") // one and the same port is meant
final class ClientLink implements SoupClientHandler, SoupOutput {

  /** What a link tells its client. */
  interface Listener {
    /** The session stands, for the first time or again. */
    void onLoggedIn();

    /** A message of the gateway; the bytes are valid during the call. */
    void onMessage(ByteBuffer buffer, int offset, int length);

    /** There is room to send again. */
    void onWritable();
  }

  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final PortOptions PORT_OPTIONS =
      PortOptions.defaults().framing(Framing.lengthPrefix(2, SoupPacket.MAX_LENGTH));

  private final IoServer server;
  private final SocketAddress gateway;
  private final PortOptions ports;
  private final String user;
  private final Listener listener;
  private final LoadClock clock;
  private final SoupClientSession session;

  private @Nullable Port port;
  private @Nullable String fault;
  private boolean everLoggedIn;
  private boolean blocked;
  private boolean finished;
  private long reconnectNanos;

  ClientLink(
      IoServer server, LoadOptions options, String user, LoadClock clock, Listener listener) {
    this.server = server;
    this.gateway = options.gateway();
    Layer layer = options.layer();
    this.ports = layer == null ? PORT_OPTIONS : PORT_OPTIONS.layer(layer);
    this.user = user;
    this.clock = clock;
    this.listener = listener;
    session =
        new SoupClientSession(
            this,
            this,
            user,
            options.password(),
            SoupTimeouts.STANDARD,
            0,
            Ouch.MAX_CLIENT_MESSAGE_LENGTH);
  }

  void connect() {
    blocked = false;
    Port opened = server.connect(gateway, ports);
    opened.attach(this);
    opened.activeUnlimited();
    port = opened;
  }

  boolean isLoggedIn() {
    return session.state() == SoupClientState.LOGGED_IN;
  }

  /** Why this link can never work, or null. */
  @Nullable String fault() {
    return fault;
  }

  /** Whether nothing of a connection is left. */
  boolean isClosed() {
    return port == null;
  }

  /** Sends one message, or returns false if that cannot be done now. */
  boolean sendMessage(ByteBuffer buffer, int offset, int length) {
    return !blocked && session.send(buffer, offset, length, clock.nanos());
  }

  /** Does what is due by the clock: heartbeats, and connecting again. */
  void tick() {
    long now = clock.nanos();
    if (port != null) {
      session.onTick(now);
    } else if (!finished && fault == null && now - reconnectNanos >= 0) {
      connect();
    }
  }

  /** Logs out for good. */
  void finish() {
    finished = true;
    session.logout(clock.nanos());
    Port open = port;
    if (open != null) {
      open.close();
    }
  }

  // What the port says.

  void onConnected(Port from) {
    if (from == port) {
      session.onConnected(clock.read());
    }
  }

  void onData(Data data) {
    if (data.port() == port) {
      ByteBuffer bytes = data.bytes();
      session.onPacket(bytes, bytes.position(), bytes.remaining(), clock.read());
    }
    data.release();
  }

  void onWritable(Port from) {
    if (from == port) {
      blocked = false;
      session.onWritable();
      listener.onWritable();
    }
  }

  void onFailed(Port from, IOException cause) {
    if (from == port && !everLoggedIn) {
      fault = cause.getMessage();
    }
  }

  void onClosed(Port from) {
    if (from == port) {
      port = null;
      session.onDisconnected("");
      reconnectNanos = clock.read() + RECONNECT_NANOS;
    }
  }

  // What the session says.

  @Override
  public boolean send(ByteBuffer buffer, int offset, int length) {
    Port open = port;
    if (open == null || open.isClosed()) {
      return false;
    }
    buffer.limit(offset + length).position(offset);
    boolean taken = open.trySend(buffer);
    buffer.clear();
    blocked = !taken;
    return taken;
  }

  @Override
  public boolean isGone() {
    Port open = port;
    return open == null || open.isClosed();
  }

  @Override
  public void onLoggedIn(SoupClientSession client, String name, long nextSequence) {
    everLoggedIn = true;
    listener.onLoggedIn();
  }

  @Override
  public void onMessage(
      SoupClientSession client, long sequence, ByteBuffer buffer, int offset, int length) {
    listener.onMessage(buffer, offset, length);
  }

  @Override
  public void onEnded(SoupClientSession client, SessionEnd reason, String detail) {
    if (reason == SessionEnd.NOT_AUTHORISED) {
      fault = "the gateway refused the login of '" + user + "': " + reason.text();
    } else if (reason == SessionEnd.SESSION_NOT_AVAILABLE || reason == SessionEnd.SEQUENCE_GAP) {
      fault = "the gateway cannot resume the session of '" + user + "': " + reason.text();
    } else if (!everLoggedIn && !finished && fault == null) {
      // What the port has said before is the cause of this.
      fault = "no login of '" + user + "' at the gateway: " + reason.text();
    }
    Port open = port;
    if (open != null) {
      open.close();
    }
  }
}
