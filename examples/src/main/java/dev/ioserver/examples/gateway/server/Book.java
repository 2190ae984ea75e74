package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.feed.publish.DepthEncoder;
import dev.ioserver.examples.feed.publish.DepthSink;
import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.NumberSequence;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.market.StockMarket;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The book of one stock: OUCH messages in; what it says of them goes to their owners and to all the
 * world. Belongs to one thread, whichever that is.
 */
final class Book implements DepthSink {

  private final String stock;
  private final DayClock clock;
  private final ReplySink sink;
  private final @Nullable DepthEncoder depth;
  private final StockMarket market;

  /**
   * A book of the gateway.
   *
   * @param index of the stock, from 0: keeps its order references and match numbers apart from
   *     those of the other books
   * @param published whether all the world is told of it
   * @param sink takes the replies; the owner of what is published is {@link Reply#ALL_THE_WORLD}
   */
  Book(GatewayConfig config, int index, DayClock clock, boolean published, ReplySink sink) {
    this.clock = clock;
    this.sink = sink;
    stock = config.stocks().get(index);
    depth = published ? new DepthEncoder(index + 1, this) : null;
    int books = config.stocks().size();
    market =
        new StockMarket(
            Ascii.pack(stock, Long.BYTES),
            config.limits().maxRestingOrders(),
            new NumberSequence(index + 1, books),
            new NumberSequence(index + 1, books),
            sink,
            depth == null ? DepthListener.NONE : depth);
  }

  /** Applies one message. */
  void apply(int owner, ByteBuffer buffer, int offset) {
    long time = clock.nanosSinceMidnight();
    if (depth != null) {
      depth.timestamp(time);
    }
    market.onMessage(owner, buffer, offset, time);
  }

  @Override
  public void onDepth(ByteBuffer buffer, int offset, int length) {
    sink.onReply(Reply.ALL_THE_WORLD, buffer, offset, length);
  }

  /** Returns the stock's symbol. */
  String stock() {
    return stock;
  }

  /** Returns all orders, once the book has ended. */
  List<RestingOrder> snapshot() {
    return market.book().snapshot();
  }
}
