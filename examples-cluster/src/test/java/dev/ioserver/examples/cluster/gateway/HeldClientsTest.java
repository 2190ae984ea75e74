package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import dev.ioserver.examples.cluster.node.NodeConfig;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing or in doubt is said once, and clients are held, and not lied to. */
class HeldClientsTest {

  private static final int BATCH = 400;
  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");

  /** The system has room for some megabytes; a client must be far behind to be told so. */
  private static final int EXECUTIONS = STRESS ? 120_000 : 6_000;

  @TempDir private Path folder;

  private ClusterNode start(int id, Members members) throws IOException {
    return ClusterNode.start(Local.config(id, members, folder, line -> {}));
  }

  private static void trade(BlockingClient client, String token) throws IOException {
    client.enter(token, 'B', 100, 50_000);
    assertEquals("A " + token, BlockingClient.head(client.message()));
  }

  /** A client that does not read is not silent; unless the gateway has ended its session. */
  private static void sayThatItIsThere(BlockingClient client) {
    try {
      client.send("R");
    } catch (IOException e) {
      // Why that is the gateway says.
    }
  }

  /** Waits until the gateway ends the session of a client that does not read, but is there. */
  private static void awaitEnd(RunningGateway gateway, BlockingClient slow, BlockingClient reader)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Local.PATIENCE_SECONDS);
    String line = "";
    while (!line.startsWith("session ended")) {
      assertTrue(System.nanoTime() - deadline < 0, "the gateway has not ended the session");
      sayThatItIsThere(slow);
      sayThatItIsThere(reader);
      String next = gateway.said().poll(500, TimeUnit.MILLISECONDS);
      line = next == null ? "" : next;
    }
    assertTrue(line.contains("behind"), line);
  }

  @Test
  void aLeaderThatCannotBeReachedIsSaidAndClientsAreHeld() throws Exception {
    Members members = Local.members(1);
    try (RunningGateway gateway = new RunningGateway(members);
        BlockingClient client = new BlockingClient(gateway.address())) {
      client.sendLogin("demo", 1);
      String line = Local.awaitLine(gateway.said(), "no leader answers");
      String expected = "no leader answers at " + members.ingressEndpoints();
      assertTrue(line.startsWith(expected + "; clients are held until one does"), line);
      assertEquals(0, client.available(), "a login that nobody knows of was answered");
      try (ClusterNode node = start(0, members)) {
        assertEquals(1, client.loggedIn());
        client.message(); // the day begins
        trade(client, "one");
        assertTrue(node.isLeader());
      }
      // The member is gone, and comes back; the order is answered then, and not before.
      client.enter("two", 'B', 100, 50_000);
      Local.awaitLine(gateway.said(), "no leader answers");
      while (client.available() > 0) {
        assertEquals("H", client.packet());
      }
      try (ClusterNode again = start(0, members)) {
        assertEquals("A two", BlockingClient.head(client.message()));
        assertTrue(again.isLeader());
      }
    }
  }

  @Test
  void aMajorityIsEnough() throws Exception {
    Members members = Local.members(3);
    try (ClusterNode zero = start(0, members);
        ClusterNode two = start(2, members);
        RunningGateway gateway = new RunningGateway(members);
        BlockingClient client = gateway.client("demo", 1)) {
      client.message(); // the day begins
      trade(client, "one");
      assertTrue(zero.isLeader() != two.isLeader(), "one of them leads");
    }
  }

  @Test
  void aSecondNodeOfOneIdIsRefusedAndTheFirstGoesOn() throws Exception {
    Members members = Local.members(1);
    try (ClusterNode node = start(0, members);
        RunningGateway gateway = new RunningGateway(members);
        BlockingClient client = gateway.client("demo", 1)) {
      client.message(); // the day begins
      IllegalArgumentException same =
          assertThrows(IllegalArgumentException.class, () -> start(0, members));
      assertTrue(same.getMessage().contains("is in use by another process"), same.getMessage());
      NodeConfig elsewhere = Local.config(0, members, folder.resolve("elsewhere"), line -> {});
      IllegalArgumentException other =
          assertThrows(IllegalArgumentException.class, () -> ClusterNode.start(elsewhere));
      assertTrue(other.getMessage().startsWith("cannot listen on " + members), other.getMessage());
      trade(client, "one");
      assertTrue(node.isLeader());
    }
  }

  @Test
  void aClientThatDoesNotReadIsLeftBehindAndMissesNothing() throws Exception {
    SoupTimeouts timeouts =
        new SoupTimeouts(
            TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(4), TimeUnit.SECONDS.toNanos(15));
    Members members = Local.members(1);
    try (ClusterNode node = start(0, members);
        RunningGateway gateway = new RunningGateway(members, timeouts);
        BlockingClient reader = gateway.client("demo01", 1)) {
      reader.message(); // the day begins
      try (BlockingClient slow = new BlockingClient(gateway.address(), 4096)) {
        slow.login("demo02", 1);
        slow.message(); // the day begins
        slow.enter("much", 'S', EXECUTIONS, 100_000);
        assertEquals("A much", BlockingClient.head(slow.message()));
        // From here on it reads nothing.
        for (int i = 0; i < EXECUTIONS; i += BATCH) {
          sayThatItIsThere(slow);
          for (int j = 0; j < BATCH; j++) {
            reader.enter("b" + (i + j), 'B', 1, 100_000);
          }
          for (int j = 0; j < BATCH; j++) {
            assertEquals("A b" + (i + j), BlockingClient.head(reader.message()));
            assertEquals("E b" + (i + j), BlockingClient.head(reader.message()));
          }
        }
        if (STRESS) {
          awaitEnd(gateway, slow, reader);
        }
      }
      try (BlockingClient again = gateway.client("demo02", 2)) {
        assertEquals("A much", BlockingClient.head(again.message()));
        for (int i = 0; i < EXECUTIONS; i++) {
          assertEquals("E much", BlockingClient.head(again.message()));
        }
        assertEquals(0, again.available());
      }
      assertTrue(node.isLeader());
    }
  }
}
