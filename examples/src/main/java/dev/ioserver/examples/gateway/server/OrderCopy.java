package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.examples.gateway.ouch.Ouch;
import java.nio.ByteBuffer;

/**
 * An order on its way to a book's thread that lies in no packet of its own: a front door has made
 * it out of something else.
 *
 * @param owner the index of the account
 * @param bytes the OUCH message, from 0; nobody writes it any more
 */
record OrderCopy(int owner, ByteBuffer bytes) implements AppMessage {

  static OrderCopy of(int owner, ByteBuffer buffer, int offset, int length) {
    assert length <= Ouch.MAX_CLIENT_MESSAGE_LENGTH : "an order of " + length + " bytes";
    return new OrderCopy(owner, ByteBuffer.allocate(length).put(0, buffer, offset, length));
  }
}
