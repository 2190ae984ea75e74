package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all the world hears of an order book: of orders that rest, and of no others. */
class DepthListenerTest {

  /** Writes events down, one short line each. */
  private static final class DepthLog implements DepthListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void onRested(Order order) {
      lines.add("add " + RestingOrder.of(order));
    }

    @Override
    public void onRestingExecuted(Order order, int shares, long matchNumber) {
      lines.add("execute " + order.reference() + " " + shares + " match " + matchNumber);
    }

    @Override
    public void onReduced(Order order, int shares) {
      lines.add("reduce " + order.reference() + " " + shares);
    }

    @Override
    public void onRemoved(long reference) {
      lines.add("remove " + reference);
    }

    @Override
    public void onReplaced(Order order, long previousReference) {
      lines.add("replace " + previousReference + " by " + RestingOrder.of(order));
    }
  }

  private final DepthLog log = new DepthLog();
  private final OrderBook book =
      new OrderBook(
          Messages.STOCK,
          10,
          new NumberSequence(1, 1),
          new NumberSequence(100, 1),
          new EventLog(),
          log);

  private void enter(String token, byte side, int shares, int price, int timeInForce) {
    book.enter(1, Messages.enter(token, side, shares, price, timeInForce));
  }

  private void expect(String... lines) {
    assertEquals(List.of(lines), log.lines);
    log.lines.clear();
  }

  @Test
  void anOrderIsHeardOfWithWhatIsLeftWhenItRests() {
    enter("a", Ouch.BUY, 100, 10_000, Ouch.MARKET_HOURS);
    expect("add B 100 at 1.0, number 1");
    enter("b", Ouch.SELL, 300, 10_000, Ouch.MARKET_HOURS);
    expect("execute 1 100 match 100", "add S 200 at 1.0, number 2");
    enter("c", Ouch.BUY, 50, 10_000, Ouch.MARKET_HOURS);
    expect("execute 2 50 match 101");
  }

  @Test
  void anImmediateOrderIsNeverHeardOf() {
    enter("a", Ouch.BUY, 100, 10_000, Ouch.IMMEDIATE_OR_CANCEL);
    expect();
    enter("b", Ouch.SELL, 40, 10_000, Ouch.MARKET_HOURS);
    enter("c", Ouch.BUY, 100, 10_000, Ouch.IMMEDIATE_OR_CANCEL);
    expect("add S 40 at 1.0, number 2", "execute 2 40 match 100");
  }

  @Test
  void aCancelTakesSharesOffOrTheOrderAway() {
    enter("a", Ouch.BUY, 100, 10_000, Ouch.MARKET_HOURS);
    book.cancel(1, Messages.cancel("a", 30));
    book.cancel(1, Messages.cancel("a", 0));
    expect("add B 100 at 1.0, number 1", "reduce 1 70", "remove 1");
  }

  @Test
  void aReplacementThatRestsAtOnceIsOneEvent() {
    enter("a", Ouch.BUY, 100, 10_000, Ouch.MARKET_HOURS);
    book.replace(1, Messages.replace("a", "b", 60, 20_000, Ouch.MARKET_HOURS));
    expect("add B 100 at 1.0, number 1", "replace 1 by B 60 at 2.0, number 2");
  }

  @Test
  void aReplacementThatExecutesLeavesTheBookFirst() {
    enter("a", Ouch.BUY, 100, 10_000, Ouch.MARKET_HOURS);
    enter("s", Ouch.SELL, 60, 20_000, Ouch.MARKET_HOURS);
    log.lines.clear();
    book.replace(1, Messages.replace("a", "b", 100, 20_000, Ouch.MARKET_HOURS));
    expect("remove 1", "execute 2 60 match 100", "add B 40 at 2.0, number 3");
    book.replace(1, Messages.replace("b", "c", 40, 10_000, Ouch.IMMEDIATE_OR_CANCEL));
    expect("remove 3");
  }
}
