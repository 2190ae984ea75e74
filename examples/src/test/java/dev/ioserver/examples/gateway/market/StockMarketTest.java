package dev.ioserver.examples.gateway.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.NumberSequence;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole messages in, whole messages out, byte by byte. */
class StockMarketTest {

  private static final long STOCK = Ascii.pack("ACME", 8);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(60);
  private final List<String> replies = new ArrayList<>();
  private final StockMarket market =
      new StockMarket(
          STOCK,
          10,
          new NumberSequence(5, 1),
          new NumberSequence(9, 1),
          this::onReply,
          DepthListener.NONE);

  @Test
  void ordersThatMatchAreReportedToBothClients() {
    enter(1, "b1", Ouch.BUY, 3);
    enter(2, "s1", Ouch.SELL, 2);
    assertReplies(
        "1 A" + hex("000000000000000a") + "b1            B" + accepted("00000003", 5),
        "2 A" + hex("000000000000000a") + "s1            S" + accepted("00000002", 6),
        "1 E"
            + hex("000000000000000a")
            + "b1            "
            + hex("00000002")
            + hex("00002710")
            + "A"
            + hex("0000000000000009"),
        "2 E"
            + hex("000000000000000a")
            + "s1            "
            + hex("00000002")
            + hex("00002710")
            + "R"
            + hex("0000000000000009"));
  }

  @Test
  void cancelAndRejectionAreReported() {
    enter(1, "b1", Ouch.BUY, 3);
    enter(1, "b1", Ouch.BUY, 3);
    new CancelOrder().encode(buffer, 1).token(Token.highOf("b1"), Token.lowOf("b1")).shares(1);
    market.onMessage(1, buffer, 1, 11);
    market.onMessage(2, buffer, 1, 12);
    assertReplies(
        "1 A" + hex("000000000000000a") + "b1            B" + accepted("00000003", 5),
        "1 J" + hex("000000000000000a") + "b1            O",
        "1 C" + hex("000000000000000b") + "b1            " + hex("00000002") + "U");
    assertEquals(1, market.ignoredCancels());
    assertEquals(1, market.book().orderCount());
  }

  @Test
  void replacementIsReported() {
    enter(1, "b1", Ouch.BUY, 3);
    replies.clear();
    new ReplaceOrder()
        .encode(buffer, 1)
        .plain()
        .existingToken(Token.highOf("b1"), Token.lowOf("b1"))
        .token(Token.highOf("b2"), Token.lowOf("b2"))
        .shares(4)
        .price(10_000)
        .timeInForce(Ouch.MARKET_HOURS);
    market.onMessage(1, buffer, 1, 11);
    String order = accepted("00000004", 6);
    assertReplies(
        "1 U"
            + hex("000000000000000b")
            + "b2            B"
            + order.substring(0, order.length() - 1)
            + "b1             ");
  }

  @Test
  void systemEventIsEncoded() {
    ReplyEncoder encoder = new ReplyEncoder(this::onReply);
    encoder.timestamp(10);
    encoder.onSystemEvent(3, Ouch.START_OF_DAY);
    assertReplies("3 S" + hex("000000000000000a") + "S");
  }

  @Test
  void unknownTypeIsAnErrorOfTheCaller() {
    assertThrows(IllegalArgumentException.class, () -> market.onMessage(1, buffer, 0, 0));
  }

  /** An accepted message from its shares on. */
  private static String accepted(String shares, int reference) {
    return hex(shares)
        + "ACME    "
        + hex("00002710")
        + hex("0001869e")
        + "    Y"
        + hex("000000000000000" + reference)
        + "PN"
        + hex("00000000")
        + "NL ";
  }

  private void enter(int owner, String token, byte side, int shares) {
    new EnterOrder()
        .encode(buffer, 1)
        .plain()
        .token(Token.highOf(token), Token.lowOf(token))
        .side(side)
        .shares(shares)
        .stock(STOCK)
        .price(10_000)
        .timeInForce(Ouch.MARKET_HOURS);
    market.onMessage(owner, buffer, 1, 10);
  }

  private void onReply(int owner, ByteBuffer reply, int offset, int length) {
    byte[] bytes = new byte[length];
    reply.get(offset, bytes);
    replies.add(owner + " " + new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private void assertReplies(String... expected) {
    assertEquals(List.of(expected), replies);
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }
}
