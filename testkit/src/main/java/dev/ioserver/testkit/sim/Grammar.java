package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import org.jspecify.annotations.Nullable;

/** The order in which a port gives its messages. */
final class Grammar {

  private final boolean connects;
  private boolean connected;
  private boolean peerClosed;
  private boolean failed;
  private boolean closed;

  /** For a port that connects, or one that was accepted. */
  Grammar(boolean connects) {
    this.connects = connects;
    this.connected = !connects;
  }

  /** The next message: what is wrong with it here, or null. */
  @Nullable String next(Message message) {
    if (closed) {
      return message.getClass().getSimpleName() + " after Closed";
    }
    if (failed && !(message instanceof Closed)) {
      return message.getClass().getSimpleName() + " after Failed";
    }
    return switch (message) {
      case Connected _ -> connected();
      case Data _ ->
          !connected ? "Data before Connected" : peerClosed ? "Data after the end" : null;
      case PeerClosed _ -> peerClosed();
      case Failed _ -> {
        failed = true;
        yield null;
      }
      case Closed _ -> {
        closed = true;
        yield null;
      }
      default -> null;
    };
  }

  private @Nullable String connected() {
    if (!connects || connected) {
      return "Connected for a port that is";
    }
    connected = true;
    return null;
  }

  private @Nullable String peerClosed() {
    if (peerClosed || !connected) {
      return peerClosed ? "PeerClosed twice" : "PeerClosed before Connected";
    }
    peerClosed = true;
    return null;
  }

  boolean isConnected() {
    return connected;
  }

  boolean isPeerClosed() {
    return peerClosed;
  }

  boolean isFailed() {
    return failed;
  }

  boolean isClosed() {
    return closed;
  }
}
