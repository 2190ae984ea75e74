package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Books without threads, reached as a front door reaches them. */
class InlineBooksTest {

  private static final GatewayConfig CONFIG =
      GatewayConfig.defaults().stocks(List.of("AAPL", "MSFT"));

  private final DayClock clock = new DayClock();
  private final GatewayCounters counters = new GatewayCounters();
  private final Accounts accounts = new Accounts(CONFIG, counters, clock);

  /** The types of what came, in order. */
  private final StringBuilder answers = new StringBuilder();

  /** Whether the book shall fail at its next word. */
  private boolean broken;

  private final InlineBooks books =
      new InlineBooks(
          CONFIG,
          clock,
          false,
          (owner, buffer, offset, length) -> {
            if (broken) {
              broken = false;
              throw new IllegalStateException("on purpose");
            }
            accounts.onReply(owner, buffer, offset, length);
          });
  private final Exchange exchange = new Exchange(counters, accounts, books);

  @Test
  void theAnswersComeBeforeSubmitReturns() throws Exception {
    try (Door door = new Door()) {
      door.submit(order("one", 'B', "AAPL"));
      assertEquals("SA", answers.toString());
      door.submit(order("two", 'S', "AAPL"));
      assertEquals("SAAEE", answers.toString());
      assertEquals(OuchFault.UNKNOWN_TYPE, door.submit("?"));
      assertFalse(door.session.isHolding(), "there is always room");
    }
  }

  @Test
  void bookThatFailsHaltsItsStockAlone() throws Exception {
    try (SessionLog log = new SessionLog();
        Door door = new Door()) {
      door.submit(order("one", 'B', "AAPL"));
      broken = true;
      door.submit(order("two", 'B', "AAPL"));
      log.await("SEVERE", "AAPL is halted");
      assertTrue(books.isHalted(0));
      assertFalse(books.isHalted(1));
      door.submit(order("three", 'B', "AAPL"));
      assertEquals("SAJ", answers.toString());
      door.submit(order("four", 'B', "MSFT"));
      assertEquals("SAJA", answers.toString());
      assertEquals(1, books.snapshot().get("MSFT").size());
    }
  }

  @Test
  void isOverWhenItIsClosed() {
    assertFalse(books.isOver());
    books.close();
    assertTrue(books.isOver());
  }

  private static String order(String token, char side, String stock) {
    return PlainClient.enterOrder(token, side, 100, stock, 10_000).substring(1);
  }

  /** A front door of a few lines: what comes is a string, what goes is noted. */
  private final class Door implements AutoCloseable {
    private final ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final IoServer io = IoServer.open();
    private final ClientSession session;
    private final Account account;

    Door() throws Exception {
      Port port = io.connect(new InetSocketAddress(peer.getInetAddress(), peer.getLocalPort()));
      session = new Session(Select.of(port), port);
      account =
          exchange.openAccount(
              "demo",
              (message, offset, length) -> {
                answers.append((char) message.get(offset));
                return true;
              });
      session.owner(account.index());
    }

    /** Returns what is wrong with the message. */
    OuchFault submit(String message) {
      byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
      return exchange.submit(session, account, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @Override
    public void close() throws IOException {
      io.close();
      peer.close();
    }
  }

  /** A session that nothing comes to. */
  private static final class Session extends ClientSession {

    Session(Select<Message> select, Port port) {
      super(select, port);
    }

    @Override
    void onData(Data data) {
      data.release();
    }

    @Override
    void onWritable() {}

    @Override
    void onTick(long nowNanos) {}

    @Override
    void end(SessionEnd reason, String detail) {}

    @Override
    void endOfSession(long nowNanos) {}
  }
}
