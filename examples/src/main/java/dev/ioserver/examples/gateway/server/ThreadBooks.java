package dev.ioserver.examples.gateway.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.machine.ThreadStarter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A thread for each book, behind channels. */
final class ThreadBooks implements Books {

  private static final System.Logger LOG = System.getLogger(GatewayServer.LOGGER);

  private final ReplySink sink;
  private final List<BookLink> links = new ArrayList<>();
  private final List<BookThread> books = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean closing;
  private int running;

  /** Books whose threads have not started. */
  ThreadBooks(GatewayConfig config, DayClock clock, boolean published, ReplySink sink) {
    this.sink = sink;
    for (String stock : config.stocks()) {
      BookLink link = new BookLink(stock, config.limits().bookMessages());
      books.add(new BookThread(config, links.size(), link, clock, published));
      links.add(link);
    }
  }

  /** Starts the threads. */
  void start(ThreadStarter starter) {
    for (BookThread book : books) {
      String name = "gateway-book-" + book.book().stock();
      threads.add(starter.start(name, book));
      running++;
    }
  }

  @Override
  public boolean isHalted(int stock) {
    return links.get(stock).isHalted();
  }

  @Override
  public void submit(
      int stock, ClientSession from, int owner, ByteBuffer buffer, int offset, int length) {
    from.forward(links.get(stock), from.detach(owner, buffer, offset, length));
  }

  @Override
  public void join(Select<Message> select) {
    links.forEach(link -> select.add(link.replies()));
  }

  @Override
  public void onReply(Reply reply) {
    BookLink from = reply.from();
    if (from.isRoom(reply)) {
      from.onRoom();
    } else {
      sink.onReply(reply.owner(), reply.bytes(), 0, reply.length());
      from.recycle(reply);
    }
  }

  @Override
  public void onClosed(Receiver<?> source) {
    for (BookLink link : links) {
      if (source.equals(link.replies())) {
        link.halt();
        running--;
        if (!closing) {
          LOG.log(
              ERROR, () -> "trading in " + link.stock() + " is halted; see above for the cause");
        }
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    links.forEach(BookLink::close);
  }

  @Override
  public boolean isOver() {
    return running == 0;
  }

  @Override
  public void abandon() {
    links.forEach(BookLink::abandon);
    threads.forEach(GatewayThread::join);
  }

  @Override
  public Map<String, List<RestingOrder>> snapshot() {
    Map<String, List<RestingOrder>> all = new TreeMap<>();
    books.forEach(book -> all.put(book.book().stock(), book.book().snapshot()));
    return all;
  }
}
