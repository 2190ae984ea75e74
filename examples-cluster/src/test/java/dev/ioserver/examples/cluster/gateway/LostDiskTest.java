package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose disk is gone starts with an empty folder, and gets everything from the others. */
class LostDiskTest {

  private static final int MEMBERS = 3;

  @TempDir private Path folder;
  private final Map<Integer, LinkedBlockingQueue<String>> said = new HashMap<>();

  private ClusterNode start(int id, Members members) throws IOException {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    said.put(id, lines);
    return ClusterNode.start(Local.config(id, members, folder, lines::add));
  }

  @Test
  void aMemberWithAnEmptyFolderCatchesUp() throws Exception {
    Members members = Local.members(MEMBERS);
    List<ClusterNode> nodes = new ArrayList<>();
    try {
      for (int id = 0; id < MEMBERS; id++) {
        nodes.add(start(id, members));
      }
      try (RunningGateway gateway = new RunningGateway(members);
          BlockingClient client = gateway.client("demo", 2)) {
        client.enter("one", 'B', 100, 50_000);
        assertEquals("A one", BlockingClient.head(client.message()));
        int lost = nodes.get(0).isLeader() ? 1 : 0;
        nodes.get(lost).close();
        IoUtil.delete(folder.resolve("data-" + lost).toFile(), false);
        nodes.set(lost, start(lost, members));
        client.enter("two", 'B', 100, 50_000);
        assertEquals("A two", BlockingClient.head(client.message()));
        String own = null;
        for (int i = 0; own == null && i < Local.PATIENCE_SECONDS; i++) {
          nodes.forEach(ClusterNode::snapshot); // the leader's counts
          own = said.get(lost).poll(1, TimeUnit.SECONDS);
          own = own != null && own.startsWith("snapshot ") ? own : null;
        }
        assertNotNull(own, "the member with the empty folder takes no snapshot");
        String others = Local.awaitLine(said.get((lost + 1) % MEMBERS), "snapshot ");
        while (!others.equals(own)) {
          others = Local.awaitLine(said.get((lost + 1) % MEMBERS), "snapshot ");
        }
      }
    } finally {
      CloseHelper.closeAll(nodes);
    }
  }
}
