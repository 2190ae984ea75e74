package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member and one gateway in this process: trade, snapshot, restart, resume. */
class OneNodeTest {

  private static final char DAY_BEGINS = 'S';

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

  /** A member and a gateway. */
  private final class Running implements AutoCloseable {
    final ClusterNode node;
    final RunningGateway gateway;

    Running(Members members) throws Exception {
      node = ClusterNode.start(Local.config(0, members, folder, said::add));
      gateway = new RunningGateway(members);
    }

    /** Ends both, so that the state may be looked at. */
    void end() throws IOException {
      gateway.close();
      node.close();
    }

    @Override
    public void close() throws IOException {
      end();
    }
  }

  private void awaitSnapshot(ClusterNode node) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Local.PATIENCE_SECONDS);
    while (!node.snapshot() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    Local.awaitLine(said, "snapshot ");
  }

  @Test
  void tradesTakesASnapshotRestartsAndResumes() throws Exception {
    Members members = Local.members(1);
    List<String> seen = new ArrayList<>();
    long checksum;
    try (Running running = new Running(members)) {
      try (BlockingClient client = new BlockingClient(running.gateway.address())) {
        assertEquals(1, client.login("demo", 1));
        seen.add(client.message());
        assertEquals(DAY_BEGINS, seen.getFirst().charAt(0));
        client.enter("sell", 'S', 100, 100_000);
        client.enter("buy", 'B', 300, 100_000);
        for (String expected : List.of("A sell", "A buy", "E sell", "E buy")) {
          seen.add(client.message());
          assertEquals(expected, BlockingClient.head(seen.getLast()));
        }
        awaitSnapshot(running.node);
        // Behind the snapshot, so that the log is replayed too; and twice, as after a doubt.
        client.enter("late", 'B', 100, 90_000);
        client.enter("late", 'B', 100, 90_000);
        client.enter("last", 'B', 100, 80_000);
        for (String expected : List.of("A late", "A last")) {
          seen.add(client.message());
          assertEquals(expected, BlockingClient.head(seen.getLast()));
        }
      }
      running.end();
      checksum = running.node.market().checksum();
      // At least: a gateway that has waited for long offers again.
      assertTrue(running.node.market().repeated() >= 1);
    }
    try (Running running = new Running(members)) {
      try (BlockingClient client = new BlockingClient(running.gateway.address())) {
        assertEquals(1, client.login("demo", 1));
        for (String message : seen) {
          assertEquals(message, client.message());
        }
      }
      running.end();
      assertEquals(checksum, running.node.market().checksum());
    }
    try (Running running = new Running(members)) {
      try (BlockingClient client = new BlockingClient(running.gateway.address())) {
        assertEquals(seen.size() + 1L, client.login("demo", 0));
        // The rest of the purchase still waits, before the lower prices.
        client.enter("late", 'B', 100, 90_000);
        client.enter("hit", 'S', 250, 90_000);
        List<String> expected = List.of("A hit", "E buy", "E hit", "E late", "E hit");
        for (String head : expected) {
          assertEquals(head, BlockingClient.head(client.message()));
        }
        client.cancel("last");
        assertEquals("C last", BlockingClient.head(client.message()));
      }
      running.end();
      assertTrue(running.node.market().repeated() >= 2);
    }
  }

  /** No word that the session is over: the client goes on at another gateway. */
  @Test
  void aGatewayThatEndsHasAnsweredWhatItWasSent() throws Exception {
    try (Running running = new Running(Local.members(1))) {
      try (BlockingClient client = new BlockingClient(running.gateway.address());
          BlockingClient stranger = new BlockingClient(running.gateway.address())) {
        assertEquals(1, client.login("demo", 1));
        assertEquals(DAY_BEGINS, client.message().charAt(0));
        for (int i = 0; i < 20; i++) {
          client.enter("o" + i, 'B', 100, 90_000);
        }
        assertEquals("A o0", BlockingClient.head(client.message()));
        running.gateway.stop();
        int answered = 1;
        try {
          for (String packet = client.packet(); true; packet = client.packet()) {
            assertNotEquals('Z', packet.charAt(0));
            answered += packet.charAt(0) == 'S' ? 1 : 0;
          }
        } catch (EOFException e) {
          // The end.
        }
        assertThrows(EOFException.class, stranger::packet);
        // What the gateway had not read yet the client sends again elsewhere.
        assertTrue(answered >= 1 && answered <= 20, () -> "answers");
      }
      running.end();
      assertEquals(0, running.gateway.left());
    }
  }
}
