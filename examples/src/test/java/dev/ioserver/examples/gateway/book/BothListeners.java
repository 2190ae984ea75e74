package dev.ioserver.examples.gateway.book;

/** Passes every event to two listeners. */
record BothListeners(BookListener first, BookListener second) implements BookListener {

  @Override
  public void onAccepted(Order order) {
    first.onAccepted(order);
    second.onAccepted(order);
  }

  @Override
  public void onExecuted(Order order, int shares, int price, byte liquidity, long matchNumber) {
    first.onExecuted(order, shares, price, liquidity, matchNumber);
    second.onExecuted(order, shares, price, liquidity, matchNumber);
  }

  @Override
  public void onCanceled(Order order, int shares, byte reason) {
    first.onCanceled(order, shares, reason);
    second.onCanceled(order, shares, reason);
  }

  @Override
  public void onReplaced(Order order, long previousTokenHigh, long previousTokenLow) {
    first.onReplaced(order, previousTokenHigh, previousTokenLow);
    second.onReplaced(order, previousTokenHigh, previousTokenLow);
  }

  @Override
  public void onRejected(int owner, long tokenHigh, long tokenLow, byte reason) {
    first.onRejected(owner, tokenHigh, tokenLow, reason);
    second.onRejected(owner, tokenHigh, tokenLow, reason);
  }
}
