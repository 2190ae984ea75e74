package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paritytrading.nassau.soupbintcp.SoupBinTCP;
import com.paritytrading.nassau.soupbintcp.SoupBinTCPClient;
import com.paritytrading.nassau.soupbintcp.SoupBinTCPClientStatusListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that others have written: what it understands is SoupBinTCP 3.00. */
class NassauClientTest {

  private static final int MAX_PAYLOAD_BYTES = 128;
  private static final int ORDERS = 40;

  /** The start of the day; every order is accepted, and executed against the one beside it. */
  private static final int ALL = 1 + 2 * ORDERS;

  /** A connection of that client; what it has seen is kept over connections by the test. */
  private static final class Link implements AutoCloseable, SoupBinTCPClientStatusListener {
    private final List<String> seen;
    private final SoupBinTCPClient client;
    private String session = "";
    private long sequence;
    private char rejected = ' ';
    private boolean ended;

    Link(InetSocketAddress address, List<String> seen) throws IOException {
      this.seen = seen;
      client =
          new SoupBinTCPClient(
              SocketChannel.open(address),
              MAX_PAYLOAD_BYTES,
              message -> seen.add(StandardCharsets.ISO_8859_1.decode(message).toString()),
              this);
    }

    void login(String password, String requestedSession, long requestedSequence)
        throws IOException {
      SoupBinTCP.LoginRequest request = new SoupBinTCP.LoginRequest();
      request.setUsername("demo");
      request.setPassword(password);
      request.setRequestedSession(requestedSession);
      request.setRequestedSequenceNumber(requestedSequence);
      client.login(request);
      while (sequence == 0 && rejected == ' ') {
        receive();
      }
    }

    void enter(int index) throws IOException {
      String order =
          PlainClient.enterOrder("token" + index, index % 2 == 0 ? 'B' : 'S', 100, "AAPL", 10_000);
      client.send(ByteBuffer.wrap(order.substring(1).getBytes(StandardCharsets.ISO_8859_1)));
    }

    void receiveUntilSeen(int messages) throws IOException {
      while (seen.size() < messages) {
        receive();
      }
    }

    void receiveUntilEnd() throws IOException {
      while (!ended) {
        receive();
      }
    }

    private void receive() throws IOException {
      assertTrue(client.receive() >= 0, "the gateway has closed the connection");
    }

    @Override
    public void loginAccepted(SoupBinTCPClient from, SoupBinTCP.LoginAccepted payload) {
      session = payload.getSession();
      sequence = payload.getSequenceNumber();
    }

    @Override
    public void loginRejected(SoupBinTCPClient from, SoupBinTCP.LoginRejected payload) {
      rejected = (char) payload.getRejectReasonCode();
    }

    @Override
    public void endOfSession(SoupBinTCPClient from) {
      ended = true;
    }

    @Override
    public void heartbeatTimeout(SoupBinTCPClient from) {
      throw new AssertionError("no heartbeat in time");
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void dropsAndResumesWithNothingLostOrDoubled(Setup setup) throws Exception {
    List<String> seen = new ArrayList<>();
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config())) {
      String session;
      try (Link link = new Link(gateway.address(), seen)) {
        link.login("demo", "", 1);
        assertEquals(1, link.sequence);
        session = link.session;
        for (int i = 0; i < ORDERS; i++) {
          link.enter(i);
        }
        link.receiveUntilSeen(7);
        // Dropped with messages unread: TCP then drops orders, too, that were not read yet.
        Await.until("all orders answered", () -> gateway.statistics().messagesOut() == ALL);
      }
      log.await("'demo'", "the connection went away");
      try (Link link = new Link(gateway.address(), seen)) {
        int next = seen.size() + 1;
        link.login("demo", session, next);
        assertEquals(next, link.sequence);
        link.receiveUntilSeen(ALL);
        link.enter(ORDERS);
        link.receiveUntilSeen(ALL + 1);
        assertEquals("token" + ORDERS, seen.getLast().substring(9, 23).strip());
        link.client.logout();
      }
      assertEquals(
          IntStream.rangeClosed(0, ORDERS).mapToObj(i -> "token" + i).toList(), tokens(seen, 'A'));
      assertEquals(ORDERS, tokens(seen, 'E').size());
      assertEquals(0, gateway.statistics().failures());
    }
  }

  private static List<String> tokens(List<String> seen, char type) {
    return seen.stream()
        .filter(message -> message.charAt(0) == type)
        .map(message -> message.substring(9, 23).strip())
        .toList();
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void isToldOfRejectionAndEnd(Setup setup) throws Exception {
    List<String> seen = new ArrayList<>();
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config())) {
      try (Link link = new Link(gateway.address(), seen)) {
        link.login("wrong", "", 1);
        assertEquals('A', link.rejected);
        log.await("wrong password");
      }
      try (Link link = new Link(gateway.address(), seen)) {
        link.login("demo", "", 1);
        Thread closer = Thread.ofPlatform().start(gateway::close);
        link.receiveUntilEnd();
        closer.join();
        // The start of the day and its end.
        assertEquals(List.of("S", "E"), seen.stream().map(m -> m.substring(9)).toList());
      }
    }
  }
}
