package dev.ioserver.examples.gateway.ouch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderChecksTest {

  private final ByteBuffer buffer = ByteBuffer.allocate(Ouch.MAX_CLIENT_MESSAGE_LENGTH);

  @Test
  void goodMessagesPass() {
    assertEquals(RejectReason.NONE, enter(o -> {}));
    assertEquals(RejectReason.NONE, enter(o -> o.side(Ouch.SELL).display((byte) 'A')));
    assertEquals(RejectReason.NONE, replace(o -> {}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_000_000, Integer.MIN_VALUE})
  void sharesOutsideTheRange(int shares) {
    assertEquals(RejectReason.INVALID_SHARES, enter(o -> o.shares(shares)));
    assertEquals(RejectReason.INVALID_SHARES, replace(o -> o.shares(shares)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999_999})
  void sharesInsideTheRange(int shares) {
    assertEquals(RejectReason.NONE, enter(o -> o.shares(shares)));
    assertEquals(RejectReason.NONE, replace(o -> o.shares(shares)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_999_999_901, Integer.MAX_VALUE})
  void priceOutsideTheRange(int price) {
    assertEquals(RejectReason.INVALID_PRICE, enter(o -> o.price(price)));
    assertEquals(RejectReason.INVALID_PRICE, replace(o -> o.price(price)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_999_999_900})
  void priceInsideTheRange(int price) {
    assertEquals(RejectReason.NONE, enter(o -> o.price(price)));
    assertEquals(RejectReason.NONE, replace(o -> o.price(price)));
  }

  @ParameterizedTest
  @ValueSource(bytes = {' ', 'b', 'T', 0})
  void badSide(byte side) {
    assertEquals(RejectReason.OTHER, enter(o -> o.side(side)));
  }

  @Test
  void blankOrUnprintableStock() {
    assertEquals(RejectReason.INVALID_STOCK, enter(o -> o.stock(Ascii.pack("", 8))));
    assertEquals(RejectReason.INVALID_STOCK, enter(o -> o.stock(0)));
  }

  @Test
  void blankOrUnprintableToken() {
    long blankHigh = Token.highOf("");
    long blankLow = Token.lowOf("");
    assertEquals(RejectReason.OTHER, enter(o -> o.token(blankHigh, blankLow)));
    assertEquals(RejectReason.OTHER, enter(o -> o.token(1, blankLow)));
    assertEquals(RejectReason.OTHER, replace(o -> o.token(blankHigh, blankLow)));
  }

  @Test
  void termsThatThisExchangeDoesNotHave() {
    assertEquals(RejectReason.INVALID_DISPLAY, enter(o -> o.display((byte) 'N')));
    assertEquals(RejectReason.INVALID_DISPLAY, replace(o -> o.display((byte) 'N')));
    assertEquals(RejectReason.INVALID_MINIMUM_QUANTITY, enter(o -> o.minimumQuantity(1)));
    assertEquals(RejectReason.INVALID_MINIMUM_QUANTITY, replace(o -> o.minimumQuantity(-1)));
    assertEquals(RejectReason.OTHER, enter(o -> o.timeInForce(-1)));
    assertEquals(RejectReason.OTHER, replace(o -> o.timeInForce(-1)));
  }

  @ParameterizedTest
  @CsvSource({
    "O,49,NONE",
    "O,48,TOO_SHORT",
    "O,50,TOO_LONG",
    "O,1,TOO_SHORT",
    "X,19,NONE",
    "X,18,TOO_SHORT",
    "X,20,TOO_LONG",
    "U,47,NONE",
    "U,46,TOO_SHORT",
    "U,48,TOO_LONG",
    "A,66,UNKNOWN_TYPE",
    "?,1,UNKNOWN_TYPE",
    "O,0,EMPTY"
  })
  void clientMessagesHaveTheLengthOfTheirType(char type, int length, OuchFault expected) {
    buffer.put(0, (byte) type);
    assertEquals(expected, OuchFault.ofClientMessage(buffer, 0, length));
  }

  @ParameterizedTest
  @CsvSource({
    "S,10,NONE", "S,9,TOO_SHORT", "S,11,TOO_LONG",
    "A,66,NONE", "A,65,TOO_SHORT", "A,67,TOO_LONG",
    "E,40,NONE", "E,39,TOO_SHORT", "E,41,TOO_LONG",
    "C,28,NONE", "C,27,TOO_SHORT", "C,29,TOO_LONG",
    "U,80,NONE", "U,79,TOO_SHORT", "U,81,TOO_LONG",
    "J,24,NONE", "J,23,TOO_SHORT", "J,25,TOO_LONG",
    "O,49,UNKNOWN_TYPE", "S,0,EMPTY"
  })
  void serverMessagesHaveTheLengthOfTheirType(char type, int length, OuchFault expected) {
    buffer.put(0, (byte) type);
    assertEquals(expected, OuchFault.ofServerMessage(buffer, 0, length));
  }

  @Test
  void reasonsHaveWords() {
    for (char reason : "SXZNDCO".toCharArray()) {
      assertTrue(!RejectReason.text((byte) reason).startsWith("unknown"), "reason " + reason);
    }
    assertEquals("unknown reason 63", RejectReason.text((byte) '?'));
    assertEquals("too short for its type", OuchFault.TOO_SHORT.text());
  }

  private byte enter(Consumer<EnterOrder> change) {
    EnterOrder order =
        new EnterOrder()
            .encode(buffer, 0)
            .plain()
            .token(Token.highOf("A1"), Token.lowOf("A1"))
            .side(Ouch.BUY)
            .shares(100)
            .stock(Ascii.pack("ACME", 8))
            .price(10_000)
            .timeInForce(Ouch.MARKET_HOURS);
    change.accept(order);
    return OrderChecks.check(order);
  }

  private byte replace(Consumer<ReplaceOrder> change) {
    ReplaceOrder order =
        new ReplaceOrder()
            .encode(buffer, 0)
            .plain()
            .existingToken(Token.highOf("A1"), Token.lowOf("A1"))
            .token(Token.highOf("A2"), Token.lowOf("A2"))
            .shares(100)
            .price(10_000)
            .timeInForce(Ouch.MARKET_HOURS);
    change.accept(order);
    return OrderChecks.check(order);
  }
}
