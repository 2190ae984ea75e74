package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.examples.gateway.ouch.Ouch;
import java.nio.ByteBuffer;

/**
 * One message of a book to a user, or to all the world. It goes round: the book fills it, the
 * session thread stores it for the user and sends the object back. Belongs to whoever holds it.
 */
final class Reply implements AppMessage {

  /** The owner of what is for nobody in particular: a message of the market data feed. */
  static final int ALL_THE_WORLD = -2;

  private final ByteBuffer bytes = ByteBuffer.allocate(Ouch.MAX_SERVER_MESSAGE_LENGTH);
  private final BookLink from;
  private int owner;
  private int length;

  Reply(BookLink from) {
    this.from = from;
  }

  /** The book it comes from. */
  BookLink from() {
    return from;
  }

  /** The index of the account that it is for, or {@link #ALL_THE_WORLD}. */
  int owner() {
    return owner;
  }

  /** The message, from 0 to {@link #length()}. */
  ByteBuffer bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void set(int newOwner, ByteBuffer message, int offset, int newLength) {
    owner = newOwner;
    length = newLength;
    bytes.put(0, message, offset, newLength);
  }
}
