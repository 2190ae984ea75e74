package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps account of shares: what an order came with is what it has open, plus what was executed and
 * canceled; and what one side of a match sold, the other bought.
 */
final class SharesLedger implements BookListener {

  long executed;
  private final Map<Long, Integer> open = new HashMap<>();
  private final Map<String, Long> referenceOfToken = new HashMap<>();
  private long bought;
  private long sold;

  void assertBalanced(String place) {
    assertEquals(bought, sold, place);
  }

  @Override
  public void onAccepted(Order order) {
    open(order);
  }

  @Override
  public void onExecuted(Order order, int shares, int price, byte liquidity, long matchNumber) {
    executed += shares;
    boolean buy = order.side() == Ouch.BUY;
    bought += buy ? shares : 0;
    sold += buy ? 0 : shares;
    assertTrue(buy ? price <= order.price() : price >= order.price(), "worse than the limit");
    take(order, shares);
  }

  @Override
  public void onCanceled(Order order, int shares, byte reason) {
    take(order, shares);
  }

  @Override
  public void onReplaced(Order order, long previousTokenHigh, long previousTokenLow) {
    Long previous =
        referenceOfToken.remove(key(order.owner(), previousTokenHigh, previousTokenLow));
    assertNotNull(open.remove(previous), "replaced order was not open");
    open(order);
  }

  @Override
  public void onRejected(int owner, long tokenHigh, long tokenLow, byte reason) {}

  private void open(Order order) {
    assertEquals(null, open.put(order.reference(), order.shares()), "reference used twice");
    referenceOfToken.put(
        key(order.owner(), order.tokenHigh(), order.tokenLow()), order.reference());
  }

  private void take(Order order, int shares) {
    assertTrue(shares > 0, "nothing taken");
    int left = open.get(order.reference()) - shares;
    assertEquals(left, order.shares(), "open shares");
    if (left == 0) {
      open.remove(order.reference());
    } else {
      open.put(order.reference(), left);
    }
  }

  private static String key(int owner, long tokenHigh, long tokenLow) {
    return owner + " " + tokenHigh + " " + tokenLow;
  }
}
