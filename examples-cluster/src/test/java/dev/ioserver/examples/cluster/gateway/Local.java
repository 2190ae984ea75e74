package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ioserver.examples.cluster.node.Members;
import dev.ioserver.examples.cluster.node.NodeConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What tests of members in this process need. */
public final class Local {

  /** Far more than anything takes that works. */
  public static final int PATIENCE_SECONDS = 60;

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  private Local() {}

  /** Members on loopback, whose ports are free. */
  public static Members members(int count) throws IOException {
    List<String> found = new ArrayList<>();
    for (int port = FIRST_PORT; port < LAST_PORT && found.size() < count; port += Members.PORTS) {
      if (isFree(port)) {
        found.add("127.0.0.1:" + port);
      }
    }
    return Members.parse(String.join(",", found));
  }

  /** A member that trades in AAPL, with a folder of its own below {@code folder}. */
  public static NodeConfig config(int id, Members members, Path folder, Consumer<String> say) {
    return new NodeConfig(
        id, members, folder.resolve("data-" + id), List.of("AAPL"), false, say, say);
  }

  /** Waits for a line that begins like this, and returns it. */
  public static String awaitLine(LinkedBlockingQueue<String> said, String beginning)
      throws InterruptedException {
    List<String> others = new ArrayList<>();
    while (true) {
      String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(line, () -> "nobody has said: " + beginning + ", but " + others);
      if (line.startsWith(beginning)) {
        return line;
      }
      others.add(line);
    }
  }

  private static boolean isFree(int port) {
    for (int i = 0; i < Members.PORTS; i++) {
      try (DatagramSocket socket =
          new DatagramSocket(port + i, InetAddress.getByName("127.0.0.1"))) {
        if (!socket.isBound()) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
