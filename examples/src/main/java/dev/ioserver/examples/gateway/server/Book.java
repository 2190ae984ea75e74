package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.feed.publish.DepthEncoder;
import dev.ioserver.examples.feed.publish.DepthSink;
import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.NumberSequence;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.market.StockMarket;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one stock: takes packets as they came from the socket, applies them to the book,
 * and sends what the book says of them, to their owners and to all the world. Ends when its channel
 * of requests is closed and empty.
 */
final class Book implements Runnable, ReplySink, DepthSink, Consumer<Data> {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  /** Requests after which a connection that waits for room is told of it. */
  private static final int BATCH = 64;

  private final BookLink link;
  private final DayClock clock;
  private final @Nullable DepthEncoder depth;
  private final StockMarket market;

  /**
   * A book.
   *
   * @param index of the stock, 0 to {@code books} - 1: keeps its order references and match numbers
   *     apart from those of the other books
   * @param published whether all the world is told of it
   */
  Book(
      BookLink link,
      int index,
      int books,
      int maxRestingOrders,
      DayClock clock,
      boolean published) {
    this.link = link;
    this.clock = clock;
    depth = published ? new DepthEncoder(index + 1, this) : null;
    market =
        new StockMarket(
            Ascii.pack(link.stock(), Long.BYTES),
            maxRestingOrders,
            new NumberSequence(index + 1, books),
            new NumberSequence(index + 1, books),
            this,
            depth == null ? DepthListener.NONE : depth);
  }

  @Override
  public void run() {
    Receiver<Data> requests = link.requests();
    try {
      while (true) {
        if (requests.drain(this, BATCH) == 0) {
          accept(requests.receive());
        }
        link.announceRoom();
      }
    } catch (ChannelClosedException e) {
      LOG.log(DEBUG, () -> "the book of " + link.stock() + " is closed");
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.log(ERROR, () -> "the book of " + link.stock() + " failed", e);
    } finally {
      link.ended();
    }
  }

  /** Applies one packet: the network's own memory, whose last reader this is. */
  @Override
  public void accept(Data packet) {
    try {
      ByteBuffer bytes = packet.bytes();
      int owner = Connection.of(packet).owner();
      int message = bytes.position() + SoupPacket.PAYLOAD_OFFSET;
      long time = clock.nanosSinceMidnight();
      if (depth != null) {
        depth.timestamp(time);
      }
      market.onMessage(owner, bytes, message, time);
    } finally {
      packet.release();
    }
  }

  @Override
  public void onDepth(ByteBuffer buffer, int offset, int length) {
    onReply(Reply.ALL_THE_WORLD, buffer, offset, length);
  }

  /** Returns the stock's symbol. */
  String stock() {
    return link.stock();
  }

  /** Returns all orders, once the book has ended. */
  List<RestingOrder> snapshot() {
    return market.book().snapshot();
  }

  @Override
  public void onReply(int owner, ByteBuffer buffer, int offset, int length) {
    Reply reply;
    try {
      reply = link.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; a book has nobody to be interrupted by", e);
    }
    reply.set(owner, buffer, offset, length);
    link.put(reply);
  }
}
