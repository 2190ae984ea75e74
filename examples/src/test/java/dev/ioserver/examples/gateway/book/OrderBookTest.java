package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookTest {

  private static final int DAY = Ouch.MARKET_HOURS;
  private static final int IOC = Ouch.IMMEDIATE_OR_CANCEL;

  private final EventLog log = new EventLog();
  private final OrderBook book =
      new OrderBook(
          Messages.STOCK,
          5,
          new NumberSequence(1, 1),
          new NumberSequence(100, 10),
          log,
          DepthListener.NONE);

  @Test
  void ordersThatDoNotCrossRest() {
    buy("b1", 100, 50);
    sell("s1", 200, 51);
    assertEvents("A 1 b1 B 100@50 #1", "A 2 s1 S 200@51 #2");
    assertEquals(50, book.bestBid());
    assertEquals(51, book.bestAsk());
    assertEquals(2, book.orderCount());
    assertEquals(100, book.sharesAt(Ouch.BUY, 50));
    assertEquals(200, book.sharesAt(Ouch.SELL, 51));
    assertEquals(0, book.sharesAt(Ouch.SELL, 50));
  }

  @Test
  void emptyBookHasNoPrices() {
    assertEquals(0, book.bestBid());
    assertEquals(0, book.bestAsk());
    assertEquals(Messages.STOCK, book.stock());
  }

  @Test
  void executionIsAtTheRestingPrice() {
    sell("s1", 100, 50);
    buy("b1", 100, 55);
    assertEvents(
        "A 2 s1 S 100@50 #1", "A 1 b1 B 100@55 #2", "E 2 s1 100@50 A m100", "E 1 b1 100@50 R m100");
    assertEmpty();
  }

  @Test
  void restOfAnIncomingOrderRests() {
    sell("s1", 100, 50);
    buy("b1", 150, 50);
    log.take();
    assertEquals(0, book.bestAsk());
    assertEquals(50, book.sharesAt(Ouch.BUY, 50));
    sell("s2", 50, 50);
    assertEvents("A 2 s2 S 50@50 #3", "E 1 b1 50@50 A m110", "E 2 s2 50@50 R m110");
    assertEmpty();
  }

  @Test
  void betterPriceGoesFirst() {
    sell("s1", 100, 52);
    sell("s2", 100, 50);
    sell("s3", 100, 51);
    log.take();
    buy("b1", 250, 52);
    assertEvents(
        "A 1 b1 B 250@52 #4",
        "E 2 s2 100@50 A m100",
        "E 1 b1 100@50 R m100",
        "E 2 s3 100@51 A m110",
        "E 1 b1 100@51 R m110",
        "E 2 s1 50@52 A m120",
        "E 1 b1 50@52 R m120");
    assertEquals(50, book.sharesAt(Ouch.SELL, 52));
  }

  @Test
  void highestBidGoesFirst() {
    buy("b1", 100, 48);
    buy("b2", 100, 50);
    buy("b3", 100, 49);
    log.take();
    sell("s1", 150, 49);
    assertEvents(
        "A 2 s1 S 150@49 #4",
        "E 1 b2 100@50 A m100",
        "E 2 s1 100@50 R m100",
        "E 1 b3 50@49 A m110",
        "E 2 s1 50@49 R m110");
    assertEquals(49, book.bestBid());
  }

  @Test
  void olderOrderGoesFirstAtTheSamePrice() {
    sell("s1", 100, 50);
    sell("s2", 100, 50);
    log.take();
    buy("b1", 120, 50);
    assertEvents(
        "A 1 b1 B 120@50 #3",
        "E 2 s1 100@50 A m100",
        "E 1 b1 100@50 R m100",
        "E 2 s2 20@50 A m110",
        "E 1 b1 20@50 R m110");
  }

  @Test
  void restOfAnImmediateOrderIsCanceled() {
    sell("s1", 100, 50);
    log.take();
    book.enter(1, Messages.enter("b1", Ouch.BUY, 150, 50, IOC));
    assertEvents(
        "A 1 b1 B 150@50 #2", "E 2 s1 100@50 A m100", "E 1 b1 100@50 R m100", "C 1 b1 50 I");
    assertEmpty();
  }

  @Test
  void immediateOrderThatMeetsNothingIsCanceledWhole() {
    book.enter(1, Messages.enter("b1", Ouch.BUY, 150, 50, IOC));
    assertEvents("A 1 b1 B 150@50 #1", "C 1 b1 150 I");
    assertEmpty();
  }

  @Test
  void ordersOfOneOwnerExecuteAgainstEachOther() {
    buy("b1", 100, 50);
    book.enter(1, Messages.enter("s1", Ouch.SELL, 100, 50, DAY));
    assertEvents(
        "A 1 b1 B 100@50 #1", "A 1 s1 S 100@50 #2", "E 1 b1 100@50 A m100", "E 1 s1 100@50 R m100");
  }

  @Test
  void cancelTakesTheOrderOut() {
    buy("b1", 100, 50);
    log.take();
    assertTrue(book.cancel(1, Messages.cancel("b1", 0)));
    assertEvents("C 1 b1 100 U");
    assertEmpty();
    assertFalse(book.cancel(1, Messages.cancel("b1", 0)));
    assertEvents();
  }

  @Test
  void cancelInPartKeepsTheOrdersPlace() {
    buy("b1", 100, 50);
    buy("b2", 100, 50);
    log.take();
    assertTrue(book.cancel(1, Messages.cancel("b1", 40)));
    assertEvents("C 1 b1 60 U");
    assertEquals(140, book.sharesAt(Ouch.BUY, 50));
    sell("s1", 50, 50);
    assertEvents(
        "A 2 s1 S 50@50 #3",
        "E 1 b1 40@50 A m100",
        "E 2 s1 40@50 R m100",
        "E 1 b2 10@50 A m110",
        "E 2 s1 10@50 R m110");
  }

  @Test
  void cancelThatTakesNothingOffIsIgnored() {
    buy("b1", 100, 50);
    log.take();
    assertFalse(book.cancel(1, Messages.cancel("b1", 100)));
    assertFalse(book.cancel(1, Messages.cancel("b1", 101)));
    assertFalse(book.cancel(1, Messages.cancel("b1", -1)));
    assertFalse(book.cancel(1, Messages.cancel("other", 0)));
    assertFalse(book.cancel(2, Messages.cancel("b1", 0)));
    assertEvents();
    assertEquals(100, book.sharesAt(Ouch.BUY, 50));
  }

  @Test
  void cancelAfterAPartialExecutionCountsOpenShares() {
    buy("b1", 100, 50);
    sell("s1", 30, 50);
    log.take();
    assertTrue(book.cancel(1, Messages.cancel("b1", 20)));
    assertEvents("C 1 b1 50 U");
  }

  @Test
  void replacementGoesToTheEndOfTheQueueEvenIfItOnlyReduces() {
    buy("b1", 100, 50);
    buy("b2", 100, 50);
    log.take();
    book.replace(1, Messages.replace("b1", "b3", 90, 50, DAY));
    assertEvents("U 1 b1>b3 B 90@50 #3");
    sell("s1", 150, 50);
    assertEvents(
        "A 2 s1 S 150@50 #4",
        "E 1 b2 100@50 A m100",
        "E 2 s1 100@50 R m100",
        "E 1 b3 50@50 A m110",
        "E 2 s1 50@50 R m110");
    assertFalse(book.cancel(1, Messages.cancel("b1", 0)));
    assertTrue(book.cancel(1, Messages.cancel("b3", 0)));
  }

  @Test
  void replacementThatCrossesExecutesAtOnce() {
    buy("b1", 100, 49);
    sell("s1", 100, 50);
    log.take();
    book.replace(1, Messages.replace("b1", "b2", 120, 51, DAY));
    assertEvents("U 1 b1>b2 B 120@51 #3", "E 2 s1 100@50 A m100", "E 1 b2 100@50 R m100");
    assertEquals(51, book.bestBid());
    assertEquals(20, book.sharesAt(Ouch.BUY, 51));
    assertEquals(0, book.sharesAt(Ouch.BUY, 49));
  }

  @Test
  void immediateReplacementCancelsTheRest() {
    buy("b1", 100, 49);
    log.take();
    book.replace(1, Messages.replace("b1", "b2", 120, 51, IOC));
    assertEvents("U 1 b1>b2 B 120@51 #2", "C 1 b2 120 I");
    assertEmpty();
  }

  @Test
  void replacementThatIsRejectedLeavesTheOrderAlone() {
    buy("b1", 100, 50);
    buy("b2", 100, 50);
    log.take();
    book.replace(1, Messages.replace("gone", "b3", 100, 51, DAY));
    book.replace(2, Messages.replace("b1", "b3", 100, 51, DAY));
    book.replace(1, Messages.replace("b1", "b2", 100, 51, DAY));
    book.replace(1, Messages.replace("b1", "b1", 100, 51, DAY));
    book.replace(1, Messages.replace("b1", "b3", 0, 51, DAY));
    book.replace(1, Messages.replace("b1", "b3", 100, 0, DAY));
    assertEvents("J 1 b3 O", "J 2 b3 O", "J 1 b2 O", "J 1 b1 O", "J 1 b3 Z", "J 1 b3 X");
    sell("s1", 100, 50);
    assertEvents("A 2 s1 S 100@50 #3", "E 1 b1 100@50 A m100", "E 2 s1 100@50 R m100");
  }

  @Test
  void badOrdersAreRejectedWithTheirReason() {
    buy("b1", 0, 50);
    buy("b1", 100, 0);
    book.enter(1, Messages.enter("b1", (byte) 'x', 100, 50, DAY));
    book.enter(1, Messages.enter("", Ouch.BUY, 100, 50, DAY));
    book.enter(1, Messages.enter("b1", Ouch.BUY, 100, 50, DAY).stock(Ascii.pack("ACM", 8)));
    assertEvents("J 1 b1 Z", "J 1 b1 X", "J 1 b1 O", "J 1  O", "J 1 b1 S");
    assertEmpty();
  }

  @Test
  void tokenInTheBookIsRejectedForTheSameOwnerOnly() {
    buy("b1", 100, 50);
    buy("b1", 100, 50);
    book.enter(2, Messages.enter("b1", Ouch.BUY, 100, 50, DAY));
    assertEvents("A 1 b1 B 100@50 #1", "J 1 b1 O", "A 2 b1 B 100@50 #2");
  }

  @Test
  void fullBookRejectsNewOrders() {
    for (int i = 0; i < 5; i++) {
      buy("b" + i, 100, 50);
    }
    log.take();
    sell("s1", 100, 50);
    assertEvents("J 2 s1 O");
    assertTrue(book.cancel(1, Messages.cancel("b0", 0)));
    sell("s2", 100, 51);
    assertEvents("C 1 b0 100 U", "A 2 s2 S 100@51 #6");
  }

  @Test
  void numbersNeedAPositiveStep() {
    assertThrows(IllegalArgumentException.class, () -> new NumberSequence(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new NumberSequence(1, 0));
  }

  private void buy(String token, int shares, int price) {
    book.enter(1, Messages.enter(token, Ouch.BUY, shares, price, DAY));
  }

  private void sell(String token, int shares, int price) {
    book.enter(2, Messages.enter(token, Ouch.SELL, shares, price, DAY));
  }

  private void assertEvents(String... expected) {
    assertEquals(List.of(expected), log.take());
  }

  private void assertEmpty() {
    assertEquals(0, book.orderCount());
    assertEquals(0, book.bestBid());
    assertEquals(0, book.bestAsk());
  }
}
