package dev.ioserver.examples.echo;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import org.jspecify.annotations.Nullable;

/**
 * One client. What could not be sent back yet is held, at most {@link #CREDIT} messages of it;
 * credit for more is given as messages are sent, so a client that does not read is not read from.
 * Belongs to the server's thread.
 */
final class EchoConnection {

  /** Messages that may be under way between the socket and the echo. */
  static final int CREDIT = 16;

  /** Credit is given back in pieces of this size, to spare calls. */
  private static final int PIECE = CREDIT / 2;

  private final Port port;

  /** A ring; never more than there is credit for. */
  private final @Nullable Data[] held = new Data[CREDIT];

  private int first;
  private int count;
  private int owed;
  private boolean peerClosed;

  EchoConnection(Port port) {
    this.port = port;
  }

  void onData(Data data) {
    if (count == 0 && send(data)) {
      return;
    }
    held[(first + count++) % CREDIT] = data;
  }

  void onWritable() {
    while (count > 0) {
      Data data = held[first];
      assert data != null : "nothing where something is held";
      if (!send(data)) {
        return;
      }
      held[first] = null;
      first = (first + 1) % CREDIT;
      count--;
    }
    if (peerClosed) {
      port.close();
    }
  }

  /** The client sends no more; it still gets all that it sent, and then our end. */
  void onPeerClosed() {
    peerClosed = true;
    if (count == 0) {
      port.close();
    }
  }

  void onClosed() {
    while (count > 0) {
      Data data = held[first];
      assert data != null : "nothing where something is held";
      data.release();
      first = (first + 1) % CREDIT;
      count--;
    }
  }

  private boolean send(Data data) {
    if (!port.isClosed() && !port.trySend(data.bytes())) {
      return false;
    }
    data.release();
    if (++owed == PIECE) {
      owed = 0;
      port.active(PIECE);
    }
    return true;
  }
}
