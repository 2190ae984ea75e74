package dev.ioserver.examples.gateway.load;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.port.ReconnectingClient;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupClientSession;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The link of one client to the gateway: a session over as many connections as it takes. Belongs to
 * the clients' thread.
 */
final class ClientLink extends ReconnectingClient {

  /** What a link tells its client. */
  interface Listener {
    /** The session stands, for the first time or again. */
    void onLoggedIn();

    /** A message of the gateway; the bytes are valid during the call. */
    void onMessage(ByteBuffer buffer, int offset, int length);

    /** There is room to send again. */
    void onWritable();
  }

  private final IoServer server;
  private final SocketAddress gateway;
  private final PortOptions ports;
  private final String user;
  private final Listener listener;
  private final LoadClock clock;

  private @Nullable String fault;
  private boolean everLoggedIn;

  ClientLink(
      IoServer server, LoadOptions options, String user, LoadClock clock, Listener listener) {
    super(user, options.password(), SoupTimeouts.STANDARD, 0, Ouch.MAX_CLIENT_MESSAGE_LENGTH);
    this.server = server;
    this.gateway = options.gateway();
    Layer layer = options.layer();
    this.ports = layer == null ? PORT_OPTIONS : PORT_OPTIONS.layer(layer);
    this.user = user;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  protected Port openPort() {
    return server.connect(gateway, ports);
  }

  @Override
  protected long now() {
    return clock.read();
  }

  /** Why this link can never work, or null. */
  @Nullable String fault() {
    return fault;
  }

  /** Sends one message, or returns false if that cannot be done now. */
  boolean sendMessage(ByteBuffer buffer, int offset, int length) {
    return !isBlocked() && sendMessage(buffer, offset, length, clock.nanos());
  }

  /** Logs out for good. */
  void finish() {
    logout(clock.nanos());
    closePort();
  }

  // What the port says.

  @Override
  protected void onRoom() {
    listener.onWritable();
  }

  void onFailed(Port from, IOException cause) {
    String what = cause.getMessage();
    if (isCurrent(from) && !everLoggedIn && what != null) {
      fail(what);
    }
  }

  // What the session says.

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
      fail("the gateway refused the login of '" + user + "': " + reason.text());
    } else if (reason == SessionEnd.SESSION_NOT_AVAILABLE || reason == SessionEnd.SEQUENCE_GAP) {
      fail("the gateway cannot resume the session of '" + user + "': " + reason.text());
    } else if (!everLoggedIn && !isLastConnection()) {
      // What the port has said before is the cause of this.
      fail("no login of '" + user + "' at the gateway: " + reason.text());
    }
    super.onEnded(client, reason, detail);
  }

  private void fail(String what) {
    fault = what;
    stopReconnecting();
  }
}
