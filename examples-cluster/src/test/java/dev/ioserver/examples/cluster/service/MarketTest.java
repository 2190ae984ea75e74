package dev.ioserver.examples.cluster.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.cluster.wire.Wire;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The replicated state without a cluster: the same requests make the same state. */
class MarketTest {

  private static final List<String> STOCKS = List.of("AAPL", "MSFT");
  private static final long GATEWAY = 7;
  private static final int USERS = 4;

  private final List<byte[]> replies = new ArrayList<>();
  private final Market market = new Market(STOCKS, this::keep);
  private long correlation;

  private void keep(long gateway, ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    replies.add(bytes);
  }

  private long count(byte type) {
    return replies.stream().filter(reply -> reply[0] == type).count();
  }

  private long count(byte type, byte ouchType) {
    return replies.stream()
        .filter(reply -> reply[0] == type && reply[Wire.MESSAGE_BYTES] == ouchType)
        .count();
  }

  private ByteBuffer request(byte type) {
    return ByteBuffer.allocate(Wire.MAX_LENGTH).put(0, type).putLong(1, ++correlation);
  }

  private ByteBuffer login(int user) {
    ByteBuffer request = request(Wire.LOGIN);
    byte[] text = String.format("user%02d%10s", user, "").getBytes(StandardCharsets.US_ASCII);
    return request.put(Wire.NAME, text).limit(Wire.LOGIN_LENGTH);
  }

  private ByteBuffer enter(int user, long token, byte side, int shares, int price) {
    ByteBuffer request = request(Wire.ORDER);
    request.putInt(Wire.USER, user);
    new EnterOrder()
        .encode(request, Wire.ORDER_MESSAGE)
        .token(Token.numberedHigh(token), Token.numberedLow(token))
        .side(side)
        .stock(Ascii.pack(STOCKS.get((int) (token % 2)), Ouch.STOCK_LENGTH))
        .shares(shares)
        .price(price)
        .timeInForce(Ouch.MARKET_HOURS)
        .plain();
    return request.limit(Wire.ORDER_MESSAGE + EnterOrder.LENGTH);
  }

  private ByteBuffer cancel(int user, long token) {
    ByteBuffer request = request(Wire.ORDER);
    request.putInt(Wire.USER, user);
    new CancelOrder()
        .encode(request, Wire.ORDER_MESSAGE)
        .token(Token.numberedHigh(token), Token.numberedLow(token))
        .shares(0);
    return request.limit(Wire.ORDER_MESSAGE + CancelOrder.LENGTH);
  }

  private ByteBuffer replace(int user, long token, long by, int price) {
    ByteBuffer request = request(Wire.ORDER);
    request.putInt(Wire.USER, user);
    new ReplaceOrder()
        .encode(request, Wire.ORDER_MESSAGE)
        .existingToken(Token.numberedHigh(token), Token.numberedLow(token))
        .token(Token.numberedHigh(by), Token.numberedLow(by))
        .shares(100)
        .price(price)
        .timeInForce(Ouch.MARKET_HOURS)
        .plain();
    return request.limit(Wire.ORDER_MESSAGE + ReplaceOrder.LENGTH);
  }

  private static void give(Market to, ByteBuffer request) {
    to.onRequest(GATEWAY, request, request.limit(), 1_000);
  }

  private static byte[] bytes(Market of) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    of.save(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static Market restored(byte[] bytes) throws IOException {
    Market made = new Market(STOCKS, (gateway, buffer, length) -> {});
    made.restore(new DataInputStream(new ByteArrayInputStream(bytes)));
    return made;
  }

  private ByteBuffer any(Random random, long token) {
    int user = random.nextInt(USERS);
    int price = 100_000 + 100 * random.nextInt(10);
    return switch (random.nextInt(8)) {
      case 0 -> cancel(user, random.nextLong(token));
      case 1 -> replace(user, random.nextLong(token), token, price);
      case 2 -> enter(user, random.nextLong(token), Ouch.BUY, 100, price); // seen before, maybe
      case 3 -> enter(user, token, Ouch.BUY, -1, price); // rejected
      default ->
          enter(
              user,
              token,
              random.nextBoolean() ? Ouch.BUY : Ouch.SELL,
              1 + random.nextInt(300),
              price);
    };
  }

  @Test
  void aRestoredStateGoesOnAsIfNothingHadHappened() throws IOException {
    Random random = new Random(17);
    for (int user = 0; user < USERS; user++) {
      give(market, login(user));
    }
    for (long token = 1; token <= 2_000; token++) {
      give(market, any(random, token));
    }
    Market other = restored(bytes(market));
    assertEquals(market.checksum(), other.checksum());
    for (long token = 2_001; token <= 4_000; token++) {
      ByteBuffer request = any(random, token);
      give(market, request);
      give(other, request);
    }
    assertEquals(market.checksum(), other.checksum());
    assertArrayEquals(bytes(market), bytes(other));
    assertTrue(market.repeated() > 0, "no request came twice");
    assertTrue(count(Wire.MESSAGE, Ouch.ORDER_EXECUTED) > 0, "nothing was executed");
    give(other, enter(0, 9_999, Ouch.BUY, 100, 1));
    assertNotEquals(market.checksum(), other.checksum());
  }

  @Test
  void aRequestThatComesTwiceIsDealtWithOnceAndSaidToBeDoneTwice() {
    give(market, login(0));
    replies.clear();
    ByteBuffer order = enter(0, 1, Ouch.BUY, 100, 10_000);
    give(market, order);
    give(market, order);
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_ACCEPTED));
    ByteBuffer bad = enter(0, 2, Ouch.BUY, 0, 10_000);
    give(market, bad);
    give(market, bad);
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_REJECTED));
    ByteBuffer replacement = replace(0, 1, 3, 20_000);
    give(market, replacement);
    give(market, replacement);
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_REPLACED));
    ByteBuffer cancel = cancel(0, 3);
    give(market, cancel);
    give(market, cancel);
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_CANCELED));
    assertEquals(8, count(Wire.DONE));
    assertEquals(3, market.repeated());
  }

  @Test
  void aFetchGivesPagesAndALoginElsewhereTakesOver() {
    give(market, login(0));
    for (long token = 1; token <= Market.PAGE; token++) {
      give(market, enter(0, token, Ouch.BUY, 100, 10_000));
    }
    replies.clear();
    ByteBuffer fetch = request(Wire.FETCH);
    fetch.limit(Wire.FETCH_LENGTH);
    fetch.putInt(Wire.USER, 0).putLong(Wire.LOGIN_NUMBER, 1).putLong(Wire.FROM, 1);
    give(market, fetch);
    assertEquals(Market.PAGE, count(Wire.MESSAGE)); // of one more: the day's start
    assertEquals(1, count(Wire.PAGE_END));
    ByteBuffer elsewhere = login(0);
    market.onRequest(GATEWAY + 1, elsewhere, elsewhere.limit(), 1_000);
    assertEquals(1, count(Wire.TAKEN_OVER));
    give(market, fetch);
    assertEquals(2, count(Wire.TAKEN_OVER));
    assertEquals(1, count(Wire.PAGE_END));
  }

  @Test
  void aRequestWhosePredecessorGotLostIsLeftForLater() throws IOException {
    give(market, login(0));
    ByteBuffer lost = enter(0, 1, Ouch.BUY, 100, 10_000);
    ByteBuffer next = cancel(0, 1);
    replies.clear();
    give(market, next);
    assertEquals(0, replies.size());
    // The rule holds on a member that has started from a snapshot.
    Market other = restored(bytes(market));
    for (Market each : List.of(market, other)) {
      give(each, next);
      give(each, lost);
      give(each, next);
    }
    assertEquals(market.checksum(), other.checksum());
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_ACCEPTED));
    assertEquals(1, count(Wire.MESSAGE, Ouch.ORDER_CANCELED));
    assertEquals(2, count(Wire.DONE));
    // Another session of the gateway may begin with any number.
    market.onGatewayGone(GATEWAY);
    correlation += 10;
    give(market, enter(0, 2, Ouch.BUY, 100, 10_000));
    assertEquals(3, count(Wire.DONE));
  }

  @Test
  void aLoginThatIsOfferedAgainKeepsItsNumber() {
    ByteBuffer login = login(0);
    give(market, login);
    give(market, login);
    assertArrayEquals(replies.get(0), replies.get(2)); // a done is between them
    replies.clear();
    give(market, login(0));
    assertEquals(2, ByteBuffer.wrap(replies.getFirst()).getLong(Wire.LOGGED_IN_NUMBER));
  }

  @Test
  void whatIsNoRequestChangesNothing() {
    give(market, login(0));
    long checksum = market.checksum();
    replies.clear();
    for (long number : new long[] {Long.MIN_VALUE, -1, 0}) {
      give(market, enter(0, 1, Ouch.BUY, 100, 10_000).putLong(Wire.CORRELATION, number));
    }
    give(market, enter(0, 1, Ouch.BUY, 100, 10_000).limit(Wire.CORRELATION));
    assertEquals(checksum, market.checksum());
    assertEquals(0, replies.size());
  }

  @Test
  void aSnapshotOfAnotherMarketIsRefused() throws IOException {
    Market other = new Market(List.of("NVDA"), (gateway, buffer, length) -> {});
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(market)));
    IOException e = assertThrows(IOException.class, () -> other.restore(in));
    assertEquals("the snapshot is of a market in AAPL,MSFT, not in [NVDA]", e.getMessage());
  }
}
