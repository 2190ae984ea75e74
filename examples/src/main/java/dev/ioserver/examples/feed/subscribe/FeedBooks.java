package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.examples.feed.FaultCounts;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.itch.AddOrder;
import dev.ioserver.examples.feed.itch.Itch;
import dev.ioserver.examples.feed.itch.OrderCancel;
import dev.ioserver.examples.feed.itch.OrderDelete;
import dev.ioserver.examples.feed.itch.OrderExecuted;
import dev.ioserver.examples.feed.itch.OrderReplace;
import dev.ioserver.examples.feed.itch.StockDirectory;
import dev.ioserver.examples.gateway.book.MirrorBook;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The books that come of the messages of a feed. A message that is not understood, or that cannot
 * be true, is counted and left out. Belongs to one thread; allocates when a stock is made known,
 * and when a book has more orders or prices than ever before.
 */
public final class FeedBooks {

  /** Stocks have numbers from 1 up to this one. */
  private static final int MAX_LOCATE = 1024;

  /** A book that is told of more orders than that is told nonsense. */
  private static final int MAX_ORDERS = 1 << 21;

  /** A stock and its book. */
  private record Stock(long symbol, MirrorBook book) {}

  private final FaultCounts faults;
  private final @Nullable Stock[] stocks = new @Nullable Stock[MAX_LOCATE + 1];
  private final StockDirectory stockDirectory = new StockDirectory();
  private final AddOrder addOrder = new AddOrder();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCancel cancel = new OrderCancel();
  private final OrderDelete delete = new OrderDelete();
  private final OrderReplace replace = new OrderReplace();

  /** No books yet. */
  public FeedBooks(FaultCounts faults) {
    this.faults = faults;
  }

  /** Applies one message. */
  public void onMessage(ByteBuffer buffer, int offset, int length) {
    if (!Itch.isValid(buffer, offset, length)) {
      faults.count(FeedFault.BAD_MESSAGE);
    } else if (!apply(buffer, offset)) {
      faults.count(FeedFault.IMPOSSIBLE);
    }
  }

  /** Returns the orders of each book by the stock's symbol; allocates. */
  public Map<String, List<RestingOrder>> snapshot() {
    Map<String, List<RestingOrder>> all = new TreeMap<>();
    for (Stock stock : stocks) {
      if (stock != null) {
        all.put(Ascii.unpack(stock.symbol(), Long.BYTES), stock.book().snapshot());
      }
    }
    return all;
  }

  private boolean apply(ByteBuffer buffer, int offset) {
    return switch (buffer.get(offset)) {
      case Itch.SYSTEM_EVENT -> true; // nothing of it is in a book
      case Itch.STOCK_DIRECTORY -> apply(stockDirectory.wrap(buffer, offset));
      case Itch.ADD_ORDER -> apply(addOrder.wrap(buffer, offset));
      case Itch.ORDER_EXECUTED -> {
        OrderExecuted message = executed.wrap(buffer, offset);
        MirrorBook book = book(message.stockLocate());
        yield book != null && book.reduce(message.reference(), message.shares());
      }
      case Itch.ORDER_CANCEL -> {
        OrderCancel message = cancel.wrap(buffer, offset);
        MirrorBook book = book(message.stockLocate());
        yield book != null && book.reduce(message.reference(), message.shares());
      }
      case Itch.ORDER_DELETE -> {
        OrderDelete message = delete.wrap(buffer, offset);
        MirrorBook book = book(message.stockLocate());
        yield book != null && book.delete(message.reference());
      }
      case Itch.ORDER_REPLACE -> {
        OrderReplace message = replace.wrap(buffer, offset);
        MirrorBook book = book(message.stockLocate());
        yield book != null
            && book.replace(
                message.reference(), message.newReference(), message.shares(), message.price());
      }
      default -> throw new AssertionError("type " + buffer.get(offset));
    };
  }

  private boolean apply(StockDirectory message) {
    int locate = message.stockLocate();
    if (locate < 1 || locate > MAX_LOCATE) {
      return false;
    }
    Stock known = stocks[locate];
    if (known == null) {
      stocks[locate] = new Stock(message.stock(), new MirrorBook(MAX_ORDERS));
      return true;
    }
    return known.symbol() == message.stock();
  }

  private boolean apply(AddOrder message) {
    Stock stock = stock(message.stockLocate());
    return stock != null
        && stock.symbol() == message.stock()
        && stock.book().add(message.reference(), message.side(), message.shares(), message.price());
  }

  private @Nullable MirrorBook book(int locate) {
    Stock stock = stock(locate);
    return stock == null ? null : stock.book();
  }

  private @Nullable Stock stock(int locate) {
    return locate > MAX_LOCATE ? null : stocks[locate];
  }
}
