package dev.ioserver.examples.gateway.market;

import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.NumberSequence;
import dev.ioserver.examples.gateway.book.OrderBook;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import java.nio.ByteBuffer;

/**
 * The market in one stock: OUCH messages in, OUCH replies out, an {@link OrderBook} between.
 * Belongs to one thread.
 */
public final class StockMarket {

  private final ReplyEncoder replies;
  private final OrderBook book;
  private final EnterOrder enterOrder = new EnterOrder();
  private final CancelOrder cancelOrder = new CancelOrder();
  private final ReplaceOrder replaceOrder = new ReplaceOrder();
  private long ignoredCancels;

  /**
   * Creates a market with an empty book; see {@link OrderBook} for the parameters.
   *
   * @param stock the stock's symbol, packed
   */
  public StockMarket(
      long stock,
      int maxOrders,
      NumberSequence references,
      NumberSequence matches,
      ReplySink sink,
      DepthListener depth) {
    replies = new ReplyEncoder(sink);
    book = new OrderBook(stock, maxOrders, references, matches, replies, depth);
  }

  /** Returns the book, for looking at. */
  public OrderBook book() {
    return book;
  }

  /**
   * Applies a whole client message (as {@link OrderRouter} routes them); the replies go to the sink
   * before this returns.
   *
   * @param owner the client that the message comes from
   * @param nanosSinceMidnight the timestamp of the replies
   */
  public void onMessage(int owner, ByteBuffer buffer, int offset, long nanosSinceMidnight) {
    replies.timestamp(nanosSinceMidnight);
    switch (buffer.get(offset)) {
      case Ouch.ENTER_ORDER -> book.enter(owner, enterOrder.wrap(buffer, offset));
      case Ouch.REPLACE_ORDER -> book.replace(owner, replaceOrder.wrap(buffer, offset));
      case Ouch.CANCEL_ORDER -> {
        if (!book.cancel(owner, cancelOrder.wrap(buffer, offset))) {
          ignoredCancels++;
        }
      }
      default -> throw new IllegalArgumentException("type " + buffer.get(offset));
    }
  }

  /** Returns how many cancels came too late, or took nothing off. */
  public long ignoredCancels() {
    return ignoredCancels;
  }
}
