package dev.ioserver.examples.cluster.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.cluster.gateway.BlockingClient;
import dev.ioserver.examples.cluster.gateway.Local;
import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that does not run for a while, as on a machine that sleeps, goes on. */
class PausedGatewayTest {

  /** Longer than Aeron lets its driver and its client be without a turn. */
  private static final int PAUSE_SECONDS = 13;

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

  private static void signal(String name, Child to) throws IOException, InterruptedException {
    Process kill;
    try {
      kill = new ProcessBuilder("kill", "-" + name, String.valueOf(to.pid())).start();
    } catch (IOException e) {
      throw Skip.loudly("no process can be stopped here: " + e.getMessage());
    }
    assertEquals(0, kill.waitFor());
  }

  @Test
  void nothingIsLostWhileAGatewaySleeps() throws Exception {
    if (!Boolean.getBoolean("ioserver.stress")) {
      throw Skip.loudly("no gateway is stopped for a while without -Pstress");
    }
    Members members = Local.members(1);
    List<String> arguments =
        List.of(
            "gateway", "--controlled", "--listen", "127.0.0.1:0", "--members", members.toString());
    try (ClusterNode node = ClusterNode.start(Local.config(0, members, folder, line -> {}));
        Child gateway =
            Child.start("gateway", folder.resolve("log"), said::add, Child.command(arguments))) {
      String line = Local.awaitLine(said, "gateway: listening on ");
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      try (BlockingClient client = new BlockingClient(new InetSocketAddress("127.0.0.1", port))) {
        client.login("demo", 2);
        client.enter("before", 'B', 100, 50_000);
        assertEquals("A before", BlockingClient.head(client.message()));
        signal("STOP", gateway);
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        client.enter("after", 'B', 100, 50_000);
        signal("CONT", gateway);
        Local.awaitLine(said, "gateway: this process was stopped for a while");
        assertEquals("A after", BlockingClient.head(client.message()));
      }
      assertTrue(node.isLeader());
    }
  }
}
