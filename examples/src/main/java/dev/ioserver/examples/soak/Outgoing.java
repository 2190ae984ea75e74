package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Port;
import java.nio.ByteBuffer;

/** What a side sends, in pieces, as far as the port takes it. */
final class Outgoing {

  private final ByteBuffer view = Pattern.view();
  private final int offset;
  private final long length;
  private final int piece;
  private long position;

  /** A stream of so many bytes, sent in pieces. */
  Outgoing(int offset, long length, int piece) {
    this.offset = offset;
    this.length = length;
    this.piece = piece;
  }

  /**
   * Sends on.
   *
   * @param end how far, at most
   * @return whether it has got there; if not, the port says when there is room, or that it is over
   */
  boolean sendUpTo(Port port, long end) {
    long goal = Math.min(end, length);
    try {
      while (position < goal) {
        int size = (int) Math.min(piece, goal - position);
        if (!port.trySend(Pattern.show(view, offset, position, size))) {
          return false;
        }
        position += size;
      }
      return true;
    } catch (ChannelClosedException e) {
      return false; // the port's messages say why
    }
  }

  /** Sends all, as {@link #sendUpTo(Port, long)}. */
  boolean sendAll(Port port) {
    return sendUpTo(port, length);
  }

  long position() {
    return position;
  }
}
