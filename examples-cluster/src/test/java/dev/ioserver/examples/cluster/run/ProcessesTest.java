package dev.ioserver.examples.cluster.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.cluster.gateway.BlockingClient;
import dev.ioserver.examples.cluster.gateway.Local;
import dev.ioserver.examples.cluster.gateway.RunningGateway;
import dev.ioserver.examples.cluster.node.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member as a process of its own: what it says, how it ends, and that it goes on. */
class ProcessesTest {

  private static final int END_SECONDS = 60;

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

  private Child start(Members members, Path data, UnaryOperator<List<String>> where, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("node", "--id", "0", "--controlled"));
    arguments.addAll(List.of("--members", members.toString(), "--data", data.toString()));
    arguments.addAll(List.of(more));
    return Child.start(
        "member 0", folder.resolve("log"), said::add, where.apply(Child.command(arguments)));
  }

  /** Starts a member, and waits until it is there. */
  private Child started(
      Members members, Path data, UnaryOperator<List<String>> where, String... more)
      throws IOException, InterruptedException {
    Child child = start(members, data, where, more);
    try {
      Local.awaitLine(said, "member 0: ready");
      return child;
    } catch (InterruptedException | RuntimeException | Error e) {
      child.close();
      throw e;
    }
  }

  /** Starts a member that cannot run, and returns the one line that it says. */
  private String refusal(Members members, Path data) throws Exception {
    said.clear();
    try (Child child = start(members, data, UnaryOperator.identity())) {
      assertEquals(2, child.awaitEnd(END_SECONDS));
    }
    assertEquals(1, said.size(), said.toString());
    return said.remove();
  }

  private static void trade(BlockingClient client, List<String> seen, String token)
      throws IOException {
    client.enter(token, 'B', 100, 50_000);
    seen.add(client.message());
    assertEquals("A " + token, BlockingClient.head(seen.getLast()));
  }

  private static void assertSeen(List<String> seen, BlockingClient client) throws IOException {
    for (String message : seen) {
      assertEquals(message, client.message());
    }
  }

  @Test
  void aKilledMemberGoesOnWithEverythingThatItHasForcedToTheDisk() throws Exception {
    Members members = Local.members(1);
    Path data = folder.resolve("data");
    List<String> seen = new ArrayList<>();
    try (RunningGateway gateway = new RunningGateway(members)) {
      try (Child member = started(members, data, UnaryOperator.identity(), "--sync");
          BlockingClient client = gateway.client("demo", 1)) {
        seen.add(client.message()); // the day begins
        for (int i = 0; i < 20; i++) {
          trade(client, seen, "order" + i);
        }
        String second = refusal(members, data);
        assertTrue(second.contains("is in use by another process"), second);
        member.kill();
      }
      String other = refusal(Members.parse("127.0.0.1:9100"), data);
      assertTrue(
          other.startsWith("ioserver: --data " + data + " belongs to member 0 of " + members),
          other);
      try (Child member = started(members, data, UnaryOperator.identity(), "--sync");
          BlockingClient client = gateway.client("demo", 1)) {
        assertSeen(seen, client);
        trade(client, seen, "later");
        assertTrue(member.isAlive());
      }
    }
  }

  @Test
  void aFullDiskIsSaidAndWhatWasAnsweredIsThereWhenThereIsRoom() throws Exception {
    Members members = Local.members(1);
    Path data = Files.createDirectory(folder.resolve("data"));
    List<String> seen = new ArrayList<>();
    try (Mounted disk = Mounted.at(data, "size=64m");
        RunningGateway gateway = new RunningGateway(members)) {
      Path filler;
      try (Child member = started(members, data, disk::inside);
          BlockingClient client = gateway.client("demo", 1)) {
        seen.add(client.message()); // the day begins
        trade(client, seen, "one");
        filler = disk.fill();
        for (int i = 0; i < 2_000; i++) {
          client.enter("full" + i, 'B', 100, 40_000);
        }
        String line = Local.awaitLine(said, "ioserver: ");
        assertEquals("ioserver: the disk of " + data + " is full: member 0 stops", line);
        assertEquals(1, member.awaitEnd(END_SECONDS));
        said.clear();
      }
      Files.delete(filler);
      try (Child member = started(members, data, disk::inside);
          BlockingClient client = gateway.client("demo", 1)) {
        assertSeen(seen, client);
        assertTrue(member.isAlive());
      }
    }
  }

  @Test
  void withoutSharedMemoryItSaysSoAndWorks() throws Exception {
    Members members = Local.members(1);
    Path data = folder.resolve("data");
    try (Mounted readOnly = Mounted.at(Path.of("/dev/shm"), "ro");
        Child member = started(members, data, readOnly::inside);
        RunningGateway gateway = new RunningGateway(members);
        BlockingClient client = gateway.client("demo", 1)) {
      assertEquals(
          "member 0: /dev/shm is not there or not writable: the buffers are in "
              + data
              + ", which is slower",
          Files.readAllLines(folder.resolve("log")).getFirst());
      List<String> seen = new ArrayList<>(List.of(client.message()));
      trade(client, seen, "one");
      assertTrue(member.isAlive());
    }
  }
}
