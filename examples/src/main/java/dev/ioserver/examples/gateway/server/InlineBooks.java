package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.market.ReplySink;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Books without threads: the session thread matches an order between receiving it and sending the
 * answers. No queue lies on the way, so there is always room, and no thread has to be woken.
 */
final class InlineBooks implements Books {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final Book[] books;
  private final BitSet halted = new BitSet();
  private boolean closed;

  InlineBooks(GatewayConfig config, DayClock clock, boolean published, ReplySink sink) {
    books =
        IntStream.range(0, config.stocks().size())
            .mapToObj(index -> new Book(config, index, clock, published, sink))
            .toArray(Book[]::new);
  }

  @Override
  public boolean isHalted(int stock) {
    return halted.get(stock);
  }

  @Override
  public void submit(
      int stock, ClientSession from, int owner, ByteBuffer buffer, int offset, int length) {
    Book book = books[stock];
    try {
      book.apply(owner, buffer, offset);
    } catch (RuntimeException | Error e) {
      // Nobody knows what state it is in. The other books go on.
      halted.set(stock);
      LOG.log(ERROR, () -> "the book of " + book.stock() + " failed", e);
      LOG.log(ERROR, () -> "trading in " + book.stock() + " is halted; see above for the cause");
    }
  }

  @Override
  public void join(Select<Message> select) {
    // The answers come in submit: there is nothing to hear them through.
  }

  @Override
  public void onReply(Reply reply) {
    throw new IllegalStateException("a reply through a channel, and there is none");
  }

  @Override
  public void onClosed(Receiver<?> source) {
    // No source is a book's.
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isOver() {
    return closed;
  }

  @Override
  public void abandon() {
    closed = true;
  }

  @Override
  public Map<String, List<RestingOrder>> snapshot() {
    Map<String, List<RestingOrder>> all = new TreeMap<>();
    for (Book book : books) {
      all.put(book.stock(), book.snapshot());
    }
    return all;
  }
}
