package dev.ioserver.examples.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One clear line for each thing that may be wrong before a member starts. */
class BadInputTest {

  private static final Members ONE = Members.parse("127.0.0.1:9100");

  @TempDir private Path folder;

  private static String message(Executable action) {
    String text = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertEquals(1, text.lines().count(), text);
    return text;
  }

  private NodeConfig config(int id, Members members) {
    return new NodeConfig(id, members, folder, List.of("AAPL"), false, line -> {}, line -> {});
  }

  @Test
  void membersAreReadAndWrittenTheSame() {
    String text = "127.0.0.1:9100,127.0.0.1:9105,[::1]:9100";
    Members members = Members.parse(text);
    assertEquals(text, members.toString());
    assertEquals("0=127.0.0.1:9100,1=127.0.0.1:9105,2=[::1]:9100", members.ingressEndpoints());
    assertTrue(
        members.clusterMembers().startsWith("0,127.0.0.1:9100,127.0.0.1:9101,127.0.0.1:9102,"),
        members.clusterMembers());
  }

  @Test
  void badMembersAreSaid() {
    assertTrue(message(() -> Members.parse("here")).contains("'here' is not HOST:PORT"));
    assertTrue(message(() -> Members.parse("here:99999")).contains("is not HOST:PORT"));
    assertTrue(message(() -> Members.parse("a:1,b:1")).contains("it must be an odd number"));
    assertTrue(message(() -> Members.parse("a:100,a:104,b:1")).contains("two members use a:104"));
    assertEquals(
        "--id 1 is no place in --members, which names 1: 0 to 0", message(() -> config(1, ONE)));
  }

  @Test
  void aFolderOfAnotherClusterIsSaid() throws IOException {
    DataFolder.open(folder, 0, ONE).close();
    DataFolder.open(folder, 0, ONE).close();
    Members other = Members.parse("127.0.0.1:9200");
    assertEquals(
        "--data "
            + folder
            + " belongs to member 0 of 127.0.0.1:9100, and this is member 0 of 127.0.0.1:9200",
        message(() -> DataFolder.open(folder, 0, other)));
  }

  @Test
  void twoNodesWithOneIdAreSaid() throws IOException {
    try (DataFolder open = DataFolder.open(folder, 0, ONE)) {
      assertTrue(Files.isDirectory(open.cluster().getParent()));
      assertTrue(message(() -> DataFolder.open(folder, 0, ONE)).contains("is member 0 running?"));
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertTrue(
        message(() -> DataFolder.open(file.resolve("x"), 0, ONE)).contains("cannot be used"));
  }

  @Test
  void aSystemWithoutSharedMemoryIsSaid() {
    List<String> said = new ArrayList<>();
    Path missing = folder.resolve("shm");
    assertEquals(
        folder.resolve("buffers"), SharedMemory.folder(missing, "buffers", folder, said::add));
    assertEquals(
        List.of(
            missing
                + " is not there or not writable: the buffers are in "
                + folder
                + ", which is slower"),
        said);
    assertEquals(
        folder.resolve("buffers"), SharedMemory.folder(folder, "buffers", missing, said::add));
    assertEquals(1, said.size());
  }

  @Test
  void aPortInUseIsSaid() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      int port = Math.min(taken.getLocalPort(), 0xFFFF - Members.PORTS);
      Members members = Members.parse("127.0.0.1:" + port);
      assertTrue(message(() -> ClusterNode.start(config(0, members))).contains("cannot listen on"));
    }
  }
}
