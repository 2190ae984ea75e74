package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.itch.AddOrder;
import dev.ioserver.examples.feed.itch.Itch;
import dev.ioserver.examples.feed.itch.OrderCancel;
import dev.ioserver.examples.feed.itch.OrderDelete;
import dev.ioserver.examples.feed.itch.OrderExecuted;
import dev.ioserver.examples.feed.itch.OrderReplace;
import dev.ioserver.examples.feed.itch.StockDirectory;
import dev.ioserver.examples.feed.itch.SystemEvent;
import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.Order;
import java.nio.ByteBuffer;

/**
 * Turns what a book tells all the world into ITCH messages. All events of one step of the book
 * carry the same time. Allocates nothing. Belongs to the thread of its book.
 */
public final class DepthEncoder implements DepthListener {

  private final int stockLocate;
  private final DepthSink sink;
  private final ByteBuffer buffer = ByteBuffer.allocate(Itch.MAX_MESSAGE_LENGTH);
  private final SystemEvent systemEvent = new SystemEvent();
  private final StockDirectory stockDirectory = new StockDirectory();
  private final AddOrder addOrder = new AddOrder();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCancel cancel = new OrderCancel();
  private final OrderDelete delete = new OrderDelete();
  private final OrderReplace replace = new OrderReplace();
  private long timestamp;

  /**
   * An encoder.
   *
   * @param stockLocate the stock's number, from 1; 0 for what is about all stocks
   */
  public DepthEncoder(int stockLocate, DepthSink sink) {
    this.stockLocate = stockLocate;
    this.sink = sink;
  }

  /** Sets the time of the events that follow, in nanoseconds since midnight. */
  public void timestamp(long nanosSinceMidnight) {
    timestamp = nanosSinceMidnight;
  }

  /** The day, or a part of it, starts or ends. */
  public void onSystemEvent(byte code) {
    systemEvent.encode(buffer, 0, stockLocate, timestamp).code(code);
    sink.onDepth(buffer, 0, SystemEvent.LENGTH);
  }

  /** A stock is traded; its symbol is packed. */
  public void onStock(int locate, long stock) {
    stockDirectory.encode(buffer, 0, locate, timestamp).stock(stock).plain();
    sink.onDepth(buffer, 0, StockDirectory.LENGTH);
  }

  @Override
  public void onRested(Order order) {
    addOrder
        .encode(buffer, 0, stockLocate, timestamp)
        .reference(order.reference())
        .side(order.side())
        .shares(order.shares())
        .stock(order.stock())
        .price(order.price());
    sink.onDepth(buffer, 0, AddOrder.LENGTH);
  }

  @Override
  public void onRestingExecuted(Order order, int shares, long matchNumber) {
    executed
        .encode(buffer, 0, stockLocate, timestamp)
        .reference(order.reference())
        .shares(shares)
        .matchNumber(matchNumber);
    sink.onDepth(buffer, 0, OrderExecuted.LENGTH);
  }

  @Override
  public void onReduced(Order order, int shares) {
    cancel.encode(buffer, 0, stockLocate, timestamp).reference(order.reference()).shares(shares);
    sink.onDepth(buffer, 0, OrderCancel.LENGTH);
  }

  @Override
  public void onRemoved(long reference) {
    delete.encode(buffer, 0, stockLocate, timestamp).reference(reference);
    sink.onDepth(buffer, 0, OrderDelete.LENGTH);
  }

  @Override
  public void onReplaced(Order order, long previousReference) {
    replace
        .encode(buffer, 0, stockLocate, timestamp)
        .reference(previousReference)
        .newReference(order.reference())
        .shares(order.shares())
        .price(order.price());
    sink.onDepth(buffer, 0, OrderReplace.LENGTH);
  }
}
