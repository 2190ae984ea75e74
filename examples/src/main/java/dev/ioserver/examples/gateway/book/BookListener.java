package dev.ioserver.examples.gateway.book;

/**
 * What a book reports, in the order in which it happens, on the book's thread.
 *
 * <p>An {@link Order} is pooled and only valid during the call. {@link Order#shares} is what is
 * open once the event has happened. The listener must not call the book.
 */
public interface BookListener {

  /** A new order was accepted; executions and a cancellation may follow at once. */
  void onAccepted(Order order);

  /**
   * An order was executed. Called for the resting order first, then for the incoming one.
   *
   * @param shares the shares executed now
   * @param price the price of the resting order, in ten-thousandths
   * @param liquidity whether the order added liquidity or removed it
   * @param matchNumber the number that both sides of the execution share
   */
  void onExecuted(Order order, int shares, int price, byte liquidity, long matchNumber);

  /**
   * Shares were taken off an order without being executed; at 0 open shares it is gone.
   *
   * @param shares the shares taken off
   * @param reason on whose account, a cancel reason of OUCH
   */
  void onCanceled(Order order, int shares, byte reason);

  /** {@code order} has taken the place of the order of the given token, which is gone. */
  void onReplaced(Order order, long previousTokenHigh, long previousTokenLow);

  /**
   * An order or replacement was not accepted, and nothing has changed.
   *
   * @param owner who sent it
   * @param reason one of the reasons of {@link dev.ioserver.examples.gateway.ouch.RejectReason}
   */
  void onRejected(int owner, long tokenHigh, long tokenLow, byte reason);
}
