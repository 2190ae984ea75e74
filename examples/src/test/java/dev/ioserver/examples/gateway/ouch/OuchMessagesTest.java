package dev.ioserver.examples.gateway.ouch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Each message against its bytes as the protocol's table has them, written by hand. */
class OuchMessagesTest {

  private static final String NOON = hex("0000274a48a78000"); // 12 * 3600 * 10^9
  private static final long NOON_NANOS = 43_200_000_000_000L;
  private static final int OFFSET = 3;

  private final byte[] bytes = new byte[100];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

  OuchMessagesTest() {
    Arrays.fill(bytes, (byte) '#');
  }

  @Test
  void enterOrder() {
    EnterOrder order =
        new EnterOrder()
            .encode(buffer, OFFSET)
            .token(Token.highOf("TOKEN12345678"), Token.lowOf("TOKEN12345678"))
            .side(Ouch.SELL)
            .shares(999_999)
            .stock(Ascii.pack("ACME", 8))
            .price(1_234_500)
            .timeInForce(99_998)
            .firm((int) Ascii.pack("FRM", 4))
            .display((byte) 'Y')
            .capacity((byte) 'P')
            .sweep((byte) 'N')
            .minimumQuantity(7)
            .crossType((byte) 'O')
            .customerType((byte) 'R');
    assertBytes(
        "OTOKEN12345678 S"
            + hex("000f423f")
            + "ACME    "
            + hex("0012d644")
            + hex("0001869e")
            + "FRM YPN"
            + hex("00000007")
            + "OR",
        EnterOrder.LENGTH);
    order.wrap(buffer, OFFSET);
    assertEquals('O', order.type());
    assertEquals("TOKEN12345678", Token.toString(order.tokenHigh(), order.tokenLow()));
    assertEquals('S', order.side());
    assertEquals(999_999, order.shares());
    assertEquals("ACME", Ascii.unpack(order.stock(), 8));
    assertEquals(1_234_500, order.price());
    assertEquals(99_998, order.timeInForce());
    assertEquals("FRM", Ascii.unpack(order.firm(), 4));
    assertEquals('Y', order.display());
    assertEquals('P', order.capacity());
    assertEquals('N', order.sweep());
    assertEquals(7, order.minimumQuantity());
    assertEquals('O', order.crossType());
    assertEquals('R', order.customerType());
  }

  @Test
  void plainEnterOrder() {
    new EnterOrder()
        .encode(buffer, OFFSET)
        .plain()
        .token(Token.highOf("1"), Token.lowOf("1"))
        .side(Ouch.BUY)
        .shares(1)
        .stock(Ascii.pack("A", 8))
        .price(2)
        .timeInForce(0);
    assertBytes(
        "O1             B"
            + hex("00000001")
            + "A       "
            + hex("0000000200000000")
            + "    YPN"
            + hex("00000000")
            + "N ",
        EnterOrder.LENGTH);
  }

  @Test
  void cancelOrder() {
    CancelOrder cancel = new CancelOrder().encode(buffer, OFFSET).token(high("A1"), low("A1"));
    cancel.shares(300);
    assertBytes("XA1            " + hex("0000012c"), CancelOrder.LENGTH);
    cancel.wrap(buffer, OFFSET);
    assertEquals('X', cancel.type());
    assertEquals("A1", Token.toString(cancel.tokenHigh(), cancel.tokenLow()));
    assertEquals(300, cancel.shares());
  }

  @Test
  void replaceOrder() {
    ReplaceOrder replace =
        new ReplaceOrder()
            .encode(buffer, OFFSET)
            .existingToken(high("A1"), low("A1"))
            .token(high("A2"), low("A2"))
            .shares(256)
            .price(65_536)
            .timeInForce(1)
            .display((byte) 'A')
            .sweep((byte) 'Y')
            .minimumQuantity(2);
    assertBytes(
        "UA1            A2            "
            + hex("00000100")
            + hex("00010000")
            + hex("00000001")
            + "AY"
            + hex("00000002"),
        ReplaceOrder.LENGTH);
    replace.wrap(buffer, OFFSET);
    assertEquals("A1", Token.toString(replace.existingTokenHigh(), replace.existingTokenLow()));
    assertEquals("A2", Token.toString(replace.tokenHigh(), replace.tokenLow()));
    assertEquals(256, replace.shares());
    assertEquals(65_536, replace.price());
    assertEquals(1, replace.timeInForce());
    assertEquals('A', replace.display());
    assertEquals('Y', replace.sweep());
    assertEquals(2, replace.minimumQuantity());
    replace.plain();
    assertEquals('Y', replace.display());
    assertEquals('N', replace.sweep());
    assertEquals(0, replace.minimumQuantity());
  }

  @Test
  void systemEvent() {
    SystemEvent event = new SystemEvent().encode(buffer, OFFSET).timestamp(NOON_NANOS);
    event.code(Ouch.END_OF_DAY);
    assertBytes("S" + NOON + "E", SystemEvent.LENGTH);
    assertEquals(NOON_NANOS, event.wrap(buffer, OFFSET).timestamp());
    assertEquals('E', event.code());
  }

  @Test
  void orderAccepted() {
    OrderAccepted accepted =
        new OrderAccepted()
            .encode(buffer, OFFSET)
            .timestamp(NOON_NANOS)
            .token(high("A1"), low("A1"))
            .side(Ouch.BUY)
            .shares(100)
            .stock(Ascii.pack("ACMECORP", 8))
            .price(10_000)
            .timeInForce(99_999)
            .firm((int) Ascii.pack("FRM1", 4))
            .display((byte) 'Y')
            .orderReference(0x0102_0304_0506_0708L)
            .capacity((byte) 'A')
            .sweep((byte) 'N')
            .minimumQuantity(5)
            .crossType((byte) 'N')
            .state(Ouch.DEAD)
            .bboWeight((byte) '2');
    assertBytes(
        "A"
            + NOON
            + "A1            B"
            + hex("00000064")
            + "ACMECORP"
            + hex("00002710")
            + hex("0001869f")
            + "FRM1Y"
            + hex("0102030405060708")
            + "AN"
            + hex("00000005")
            + "ND2",
        OrderAccepted.LENGTH);
    accepted.wrap(buffer, OFFSET);
    assertEquals(NOON_NANOS, accepted.timestamp());
    assertEquals("A1", Token.toString(accepted.tokenHigh(), accepted.tokenLow()));
    assertEquals('B', accepted.side());
    assertEquals(100, accepted.shares());
    assertEquals("ACMECORP", Ascii.unpack(accepted.stock(), 8));
    assertEquals(10_000, accepted.price());
    assertEquals(99_999, accepted.timeInForce());
    assertEquals("FRM1", Ascii.unpack(accepted.firm(), 4));
    assertEquals('Y', accepted.display());
    assertEquals(0x0102_0304_0506_0708L, accepted.orderReference());
    assertEquals('A', accepted.capacity());
    assertEquals('N', accepted.sweep());
    assertEquals(5, accepted.minimumQuantity());
    assertEquals('N', accepted.crossType());
    assertEquals('D', accepted.state());
    assertEquals('2', accepted.bboWeight());
  }

  @Test
  void orderExecuted() {
    OrderExecuted executed =
        new OrderExecuted()
            .encode(buffer, OFFSET)
            .timestamp(NOON_NANOS)
            .token(high("A1"), low("A1"))
            .shares(100)
            .price(10_000)
            .liquidity(Ouch.REMOVED_LIQUIDITY)
            .matchNumber(258);
    assertBytes(
        "E"
            + NOON
            + "A1            "
            + hex("00000064")
            + hex("00002710")
            + "R"
            + hex("0000000000000102"),
        OrderExecuted.LENGTH);
    executed.wrap(buffer, OFFSET);
    assertEquals(NOON_NANOS, executed.timestamp());
    assertEquals("A1", Token.toString(executed.tokenHigh(), executed.tokenLow()));
    assertEquals(100, executed.shares());
    assertEquals(10_000, executed.price());
    assertEquals('R', executed.liquidity());
    assertEquals(258, executed.matchNumber());
  }

  @Test
  void orderCanceled() {
    OrderCanceled canceled =
        new OrderCanceled()
            .encode(buffer, OFFSET)
            .timestamp(NOON_NANOS)
            .token(high("A1"), low("A1"))
            .shares(100)
            .reason(Ouch.CANCELED_BY_USER);
    assertBytes("C" + NOON + "A1            " + hex("00000064") + "U", OrderCanceled.LENGTH);
    canceled.wrap(buffer, OFFSET);
    assertEquals(NOON_NANOS, canceled.timestamp());
    assertEquals("A1", Token.toString(canceled.tokenHigh(), canceled.tokenLow()));
    assertEquals(100, canceled.shares());
    assertEquals('U', canceled.reason());
  }

  @Test
  void orderReplaced() {
    OrderReplaced replaced =
        new OrderReplaced()
            .encode(buffer, OFFSET)
            .timestamp(NOON_NANOS)
            .token(high("A2"), low("A2"))
            .side(Ouch.SELL)
            .shares(100)
            .stock(Ascii.pack("ACME", 8))
            .price(10_000)
            .timeInForce(0)
            .firm((int) Ascii.pack("", 4))
            .display((byte) 'Y')
            .orderReference(9)
            .capacity((byte) 'P')
            .sweep((byte) 'Y')
            .minimumQuantity(0)
            .crossType((byte) 'N')
            .state(Ouch.LIVE)
            .previousToken(high("A1"), low("A1"))
            .bboWeight(Ouch.NO_BBO_WEIGHT);
    assertBytes(
        "U"
            + NOON
            + "A2            S"
            + hex("00000064")
            + "ACME    "
            + hex("00002710")
            + hex("00000000")
            + "    Y"
            + hex("0000000000000009")
            + "PY"
            + hex("00000000")
            + "NLA1             ",
        OrderReplaced.LENGTH);
    replaced.wrap(buffer, OFFSET);
    assertEquals(NOON_NANOS, replaced.timestamp());
    assertEquals("A2", Token.toString(replaced.tokenHigh(), replaced.tokenLow()));
    assertEquals("A1", Token.toString(replaced.previousTokenHigh(), replaced.previousTokenLow()));
    assertEquals('S', replaced.side());
    assertEquals(100, replaced.shares());
    assertEquals("ACME", Ascii.unpack(replaced.stock(), 8));
    assertEquals(10_000, replaced.price());
    assertEquals(0, replaced.timeInForce());
    assertEquals("", Ascii.unpack(replaced.firm(), 4));
    assertEquals('Y', replaced.display());
    assertEquals(9, replaced.orderReference());
    assertEquals('P', replaced.capacity());
    assertEquals('Y', replaced.sweep());
    assertEquals(0, replaced.minimumQuantity());
    assertEquals('N', replaced.crossType());
    assertEquals('L', replaced.state());
    assertEquals(' ', replaced.bboWeight());
  }

  @Test
  void orderRejected() {
    OrderRejected rejected =
        new OrderRejected()
            .encode(buffer, OFFSET)
            .timestamp(NOON_NANOS)
            .token(high("A1"), low("A1"))
            .reason(RejectReason.INVALID_STOCK);
    assertBytes("J" + NOON + "A1            S", OrderRejected.LENGTH);
    rejected.wrap(buffer, OFFSET);
    assertEquals(NOON_NANOS, rejected.timestamp());
    assertEquals("A1", Token.toString(rejected.tokenHigh(), rejected.tokenLow()));
    assertEquals('S', rejected.reason());
  }

  /** The message is the text, one byte a character, and nothing around it was touched. */
  private void assertBytes(String expected, int length) {
    assertEquals(length, expected.length());
    byte[] all = ("###" + expected + "#").getBytes(StandardCharsets.ISO_8859_1);
    HexFormat hex = HexFormat.of();
    assertEquals(hex.formatHex(all), hex.formatHex(bytes, 0, all.length));
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }

  private static long high(String token) {
    return Token.highOf(token);
  }

  private static long low(String token) {
    return Token.lowOf(token);
  }
}
