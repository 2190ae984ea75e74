package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorBookTest {

  private final MirrorBook book = new MirrorBook(3);

  @Test
  void ordersStandByPriceAndThenByTime() {
    assertTrue(book.add(1, Ouch.BUY, 100, 50));
    assertTrue(book.add(2, Ouch.BUY, 200, 51));
    assertTrue(book.add(3, Ouch.BUY, 300, 50));
    assertTrue(book.replace(1, 4, 150, 50));
    assertEquals(List.of(buy(51, 200, 2), buy(50, 300, 3), buy(50, 150, 4)), book.snapshot());
    assertEquals(51, book.bestBid());
    assertEquals(0, book.bestAsk());
    assertEquals(450, book.sharesAt(Ouch.BUY, 50));
  }

  @Test
  void sharesThatAreTakenOffLeaveTheOrderInItsPlaceUntilNoneAreLeft() {
    assertTrue(book.add(1, Ouch.SELL, 100, 50));
    assertTrue(book.add(2, Ouch.SELL, 100, 50));
    assertTrue(book.reduce(1, 40));
    assertEquals(60, book.snapshot().getFirst().shares());
    assertTrue(book.reduce(1, 60));
    assertEquals(1, book.orderCount());
    assertTrue(book.delete(2));
    assertEquals(List.of(), book.snapshot());
    assertEquals(0, book.bestAsk());
  }

  @Test
  void whatCannotBeIsRefusedAndChangesNothing() {
    assertTrue(book.add(1, Ouch.BUY, 100, 50));
    assertTrue(book.add(2, Ouch.SELL, 100, 60));
    List<RestingOrder> before = book.snapshot();
    assertFalse(book.add(1, Ouch.BUY, 100, 50), "the number is taken");
    assertFalse(book.add(3, (byte) 'X', 100, 50), "no side");
    assertFalse(book.add(3, Ouch.BUY, 0, 50), "no shares");
    assertFalse(book.add(3, Ouch.BUY, 100, -1), "no price");
    assertFalse(book.reduce(1, 101), "more shares than there are");
    assertFalse(book.reduce(1, 0), "no shares");
    assertFalse(book.reduce(9, 1), "no such order");
    assertFalse(book.delete(9), "no such order");
    assertFalse(book.replace(9, 3, 100, 50), "no such order");
    assertFalse(book.replace(1, 2, 100, 50), "the number is taken");
    assertFalse(book.replace(1, 3, -5, 50), "no shares");
    assertEquals(before, book.snapshot());
    assertTrue(book.add(3, Ouch.BUY, 1, 1));
    assertFalse(book.add(4, Ouch.BUY, 1, 1), "the book is full");
  }

  private static RestingOrder buy(int price, int shares, long reference) {
    return new RestingOrder(Ouch.BUY, price, shares, reference);
  }
}
