package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random operations on the book and on {@link NaiveBook}: the same events, in order.
 * Who follows what the book tells all the world has the same orders in the same places.
 */
class RandomOrdersTest {

  private static final int OPERATIONS = 20_000;
  private static final int TOKENS = 600;

  /** Whole books are compared after so many operations. */
  private static final int COMPARED = 16;

  private final EventLog log = new EventLog();
  private final SharesLedger ledger = new SharesLedger();
  private final Follower follower = new Follower();
  private final OrderBook book =
      new OrderBook(
          Messages.STOCK,
          Integer.MAX_VALUE,
          new NumberSequence(1, 1),
          new NumberSequence(1, 1),
          new BothListeners(log, ledger),
          follower);
  private final NaiveBook model = new NaiveBook();

  @Test
  void narrowPricesWithManyExecutions() {
    run(10);
  }

  @Test
  void widePricesWithManyLevels() {
    run(2_000);
  }

  private void run(int prices) {
    long seed = System.nanoTime();
    System.out.println("RandomOrdersTest seed " + seed + ", prices " + prices);
    Random random = new Random(seed);
    for (int i = 0; i < OPERATIONS; i++) {
      step(random, prices);
      String place = "seed " + seed + ", operation " + i;
      assertEquals(model.lines, log.lines, place);
      model.lines.clear();
      log.lines.clear();
      assertSameState(place, 1_000 + random.nextInt(prices));
      if (i % COMPARED == 0) {
        assertEquals(book.snapshot(), follower.book.snapshot(), place);
      }
    }
    assertEquals(book.snapshot(), follower.book.snapshot(), "seed " + seed);
    assertTrue(ledger.executed > 0);
  }

  private void step(Random random, int prices) {
    int owner = random.nextInt(3);
    String token = "t" + random.nextInt(TOKENS);
    int shares = 1 + random.nextInt(500);
    int price = 1_000 + random.nextInt(prices);
    boolean immediate = random.nextInt(5) == 0;
    int timeInForce = immediate ? Ouch.IMMEDIATE_OR_CANCEL : Ouch.MARKET_HOURS;
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> {
        byte side = random.nextBoolean() ? Ouch.BUY : Ouch.SELL;
        book.enter(owner, Messages.enter(token, side, shares, price, timeInForce));
        model.enter(owner, token, (char) side, shares, price, immediate);
      }
      case 3 -> {
        int remaining = random.nextBoolean() ? 0 : shares;
        boolean canceled = book.cancel(owner, Messages.cancel(token, remaining));
        assertEquals(model.cancel(owner, token, remaining), canceled);
      }
      default -> {
        String next = "t" + random.nextInt(TOKENS);
        book.replace(owner, Messages.replace(token, next, shares, price, timeInForce));
        model.replace(owner, token, next, shares, price, immediate);
      }
    }
  }

  private void assertSameState(String place, int price) {
    int bid = book.bestBid();
    int ask = book.bestAsk();
    assertTrue(
        bid == 0 || ask == 0 || bid < ask, () -> "crossed " + bid + " " + ask + ", " + place);
    assertEquals(model.best(Ouch.BUY), bid, place);
    assertEquals(model.best(Ouch.SELL), ask, place);
    assertEquals(model.orderCount(), book.orderCount(), place);
    assertEquals(model.sharesAt(Ouch.BUY, price), book.sharesAt(Ouch.BUY, price), place);
    assertEquals(model.sharesAt(Ouch.SELL, price), book.sharesAt(Ouch.SELL, price), place);
    ledger.assertBalanced(place);
  }
}
