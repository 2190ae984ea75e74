package dev.ioserver.examples.gateway.market;

import dev.ioserver.examples.gateway.book.BookListener;
import dev.ioserver.examples.gateway.book.Order;
import dev.ioserver.examples.gateway.ouch.OrderAccepted;
import dev.ioserver.examples.gateway.ouch.OrderCanceled;
import dev.ioserver.examples.gateway.ouch.OrderExecuted;
import dev.ioserver.examples.gateway.ouch.OrderRejected;
import dev.ioserver.examples.gateway.ouch.OrderReplaced;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.SystemEvent;
import java.nio.ByteBuffer;

/**
 * Turns what a book reports into OUCH messages.
 *
 * <p>All events of one step of the book carry the same timestamp. Allocates nothing. Belongs to the
 * thread of its book.
 */
public final class ReplyEncoder implements BookListener {

  private final ReplySink sink;
  private final ByteBuffer buffer = ByteBuffer.allocate(Ouch.MAX_SERVER_MESSAGE_LENGTH);
  private final OrderAccepted accepted = new OrderAccepted();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCanceled canceled = new OrderCanceled();
  private final OrderReplaced replaced = new OrderReplaced();
  private final OrderRejected rejected = new OrderRejected();
  private final SystemEvent systemEvent = new SystemEvent();
  private long timestamp;

  /** Creates an encoder whose messages go to {@code sink}. */
  public ReplyEncoder(ReplySink sink) {
    this.sink = sink;
  }

  /** Sets the time of the events that follow, in nanoseconds since midnight. */
  public void timestamp(long nanosSinceMidnight) {
    timestamp = nanosSinceMidnight;
  }

  /** Tells a client that the day starts or ends. */
  public void onSystemEvent(int owner, byte code) {
    systemEvent.encode(buffer, 0).timestamp(timestamp).code(code);
    sink.onReply(owner, buffer, 0, SystemEvent.LENGTH);
  }

  @Override
  public void onAccepted(Order order) {
    accepted
        .encode(buffer, 0)
        .timestamp(timestamp)
        .token(order.tokenHigh(), order.tokenLow())
        .side(order.side())
        .shares(order.shares())
        .stock(order.stock())
        .price(order.price())
        .timeInForce(order.timeInForce())
        .firm(order.firm())
        .display(order.display())
        .orderReference(order.reference())
        .capacity(order.capacity())
        .sweep(order.sweep())
        .minimumQuantity(0)
        .crossType(order.crossType())
        .state(Ouch.LIVE)
        .bboWeight(Ouch.NO_BBO_WEIGHT);
    sink.onReply(order.owner(), buffer, 0, OrderAccepted.LENGTH);
  }

  @Override
  public void onExecuted(Order order, int shares, int price, byte liquidity, long matchNumber) {
    executed
        .encode(buffer, 0)
        .timestamp(timestamp)
        .token(order.tokenHigh(), order.tokenLow())
        .shares(shares)
        .price(price)
        .liquidity(liquidity)
        .matchNumber(matchNumber);
    sink.onReply(order.owner(), buffer, 0, OrderExecuted.LENGTH);
  }

  @Override
  public void onCanceled(Order order, int shares, byte reason) {
    canceled
        .encode(buffer, 0)
        .timestamp(timestamp)
        .token(order.tokenHigh(), order.tokenLow())
        .shares(shares)
        .reason(reason);
    sink.onReply(order.owner(), buffer, 0, OrderCanceled.LENGTH);
  }

  @Override
  public void onReplaced(Order order, long previousTokenHigh, long previousTokenLow) {
    replaced
        .encode(buffer, 0)
        .timestamp(timestamp)
        .token(order.tokenHigh(), order.tokenLow())
        .side(order.side())
        .shares(order.shares())
        .stock(order.stock())
        .price(order.price())
        .timeInForce(order.timeInForce())
        .firm(order.firm())
        .display(order.display())
        .orderReference(order.reference())
        .capacity(order.capacity())
        .sweep(order.sweep())
        .minimumQuantity(0)
        .crossType(order.crossType())
        .state(Ouch.LIVE)
        .previousToken(previousTokenHigh, previousTokenLow)
        .bboWeight(Ouch.NO_BBO_WEIGHT);
    sink.onReply(order.owner(), buffer, 0, OrderReplaced.LENGTH);
  }

  @Override
  public void onRejected(int owner, long tokenHigh, long tokenLow, byte reason) {
    rejected.encode(buffer, 0).timestamp(timestamp).token(tokenHigh, tokenLow).reason(reason);
    sink.onReply(owner, buffer, 0, OrderRejected.LENGTH);
  }
}
