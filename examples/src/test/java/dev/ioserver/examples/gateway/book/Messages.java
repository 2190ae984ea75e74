package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;

/** Client messages for the tests of the book. */
final class Messages {

  static final long STOCK = Ascii.pack("ACME", Ouch.STOCK_LENGTH);

  private Messages() {}

  static EnterOrder enter(String token, byte side, int shares, int price, int timeInForce) {
    return new EnterOrder()
        .encode(ByteBuffer.allocate(EnterOrder.LENGTH), 0)
        .plain()
        .token(Token.highOf(token), Token.lowOf(token))
        .side(side)
        .shares(shares)
        .stock(STOCK)
        .price(price)
        .timeInForce(timeInForce);
  }

  static CancelOrder cancel(String token, int remaining) {
    return new CancelOrder()
        .encode(ByteBuffer.allocate(CancelOrder.LENGTH), 0)
        .token(Token.highOf(token), Token.lowOf(token))
        .shares(remaining);
  }

  static ReplaceOrder replace(
      String existing, String token, int shares, int price, int timeInForce) {
    return new ReplaceOrder()
        .encode(ByteBuffer.allocate(ReplaceOrder.LENGTH), 0)
        .plain()
        .existingToken(Token.highOf(existing), Token.lowOf(existing))
        .token(Token.highOf(token), Token.lowOf(token))
        .shares(shares)
        .price(price)
        .timeInForce(timeInForce);
  }
}
