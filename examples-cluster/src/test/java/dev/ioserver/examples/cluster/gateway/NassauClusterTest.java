package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paritytrading.nassau.soupbintcp.SoupBinTCP;
import com.paritytrading.nassau.soupbintcp.SoupBinTCPClient;
import com.paritytrading.nassau.soupbintcp.SoupBinTCPClientStatusListener;
import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that others have written, which goes from one gateway to another. */
class NassauClusterTest {

  private static final int MAX_PAYLOAD_BYTES = 128;

  @TempDir private Path folder;

  /** A connection of that client. */
  private static final class Link implements AutoCloseable, SoupBinTCPClientStatusListener {
    private final List<String> seen;
    private final SoupBinTCPClient client;
    private String session = "";
    private long sequence;
    private char rejected = ' ';

    Link(InetSocketAddress address, List<String> seen) throws IOException {
      this.seen = seen;
      client =
          new SoupBinTCPClient(
              SocketChannel.open(address),
              MAX_PAYLOAD_BYTES,
              message -> seen.add(StandardCharsets.ISO_8859_1.decode(message).toString()),
              this);
    }

    void login(String requestedSession, long requestedSequence) throws IOException {
      SoupBinTCP.LoginRequest request = new SoupBinTCP.LoginRequest();
      request.setUsername("demo");
      request.setPassword("demo");
      request.setRequestedSession(requestedSession);
      request.setRequestedSequenceNumber(requestedSequence);
      client.login(request);
      while (sequence == 0 && rejected == ' ') {
        receive();
      }
    }

    void enter(String token, char side, int shares) throws IOException {
      client.send(ByteBuffer.wrap(BlockingClient.enterOrder(token, side, shares, 100_000)));
    }

    void receiveUntilSeen(int messages) throws IOException {
      while (seen.size() < messages) {
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
      throw new AssertionError("the session has no end");
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

  private static List<String> heads(List<String> messages) {
    return messages.stream().map(BlockingClient::head).toList();
  }

  @Test
  void goesOnAtAnotherGatewayFromTheMessageThatItWants() throws Exception {
    Members members = Local.members(1);
    try (ClusterNode node = ClusterNode.start(Local.config(0, members, folder, line -> {}));
        RunningGateway first = new RunningGateway(members);
        RunningGateway second = new RunningGateway(members)) {
      List<String> seen = new ArrayList<>();
      String session;
      try (Link link = new Link(first.address(), seen)) {
        link.login("", 1);
        assertEquals(1, link.sequence);
        session = link.session;
        link.receiveUntilSeen(1);
        link.enter("sell", 'S', 300);
        link.enter("buy", 'B', 100);
        link.receiveUntilSeen(5);
        assertEquals(
            List.of("A sell", "A buy", "E sell", "E buy"), heads(seen.subList(1, seen.size())));
        link.client.logout();
      }
      List<String> again = new ArrayList<>();
      try (Link link = new Link(second.address(), again)) {
        link.login(session, 3);
        assertEquals(3, link.sequence);
        link.receiveUntilSeen(3);
        assertEquals(seen.subList(2, 5), again);
        link.enter("more", 'B', 200);
        link.receiveUntilSeen(6);
        assertEquals(List.of("A more", "E sell", "E more"), heads(again.subList(3, 6)));
        // A second connection, at the first gateway: it takes the session over.
        List<String> all = new ArrayList<>();
        try (Link other = new Link(first.address(), all)) {
          other.login("", 1);
          other.receiveUntilSeen(8);
          assertEquals(again, all.subList(2, 8));
        }
        assertEquals(-1, link.client.receive());
      }
      try (Link link = new Link(first.address(), new ArrayList<>())) {
        link.login("NIGHT", 1);
        assertEquals('S', link.rejected);
      }
      assertTrue(node.isLeader());
    }
  }
}
