package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A book on a thread of its own: takes orders from its channel, and puts what the book says of them
 * into the one back. Ends when its channel of requests is closed and empty.
 */
final class BookThread implements Runnable, ReplySink, Consumer<Message> {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  /** Requests after which a session that waits for room is told of it. */
  private static final int BATCH = 64;

  private final BookLink link;
  private final Book book;

  BookThread(GatewayConfig config, int index, BookLink link, DayClock clock, boolean published) {
    this.link = link;
    book = new Book(config, index, clock, published, this);
  }

  Book book() {
    return book;
  }

  @Override
  public void run() {
    Receiver<Message> requests = link.requests();
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

  /** Applies one order: a packet in the network's own memory, or a copy. */
  @Override
  public void accept(Message request) {
    if (request instanceof OrderCopy copy) {
      book.apply(copy.owner(), copy.bytes(), 0);
      return;
    }
    Data packet = (Data) request;
    try {
      ByteBuffer bytes = packet.bytes();
      int owner = ClientSession.of(packet).owner();
      book.apply(owner, bytes, bytes.position() + SoupPacket.PAYLOAD_OFFSET);
    } finally {
      packet.release();
    }
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
