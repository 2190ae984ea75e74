package dev.ioserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.echo.IdleMemory;
import dev.ioserver.bench.peer.Peers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(300)
class MemoryCommandTest {

  private static final int CONNECTIONS = 200;

  @Test
  void eachServerHasItsLineAndItsClasses() {
    needsProc();
    List<String> peers =
        List.of(
                Peers.IOSERVER,
                Peers.IOSERVER_SELECTOR,
                Peers.IOSERVER_NIO,
                Peers.JAVA_NIO,
                Peers.NETTY_EPOLL)
            .stream()
            .filter(peer -> Peers.unavailabilityCause(peer) == null)
            .toList();
    String said =
        run("--connections", "" + CONNECTIONS, "--top", "3", "--peers", String.join(",", peers));
    for (String peer : peers) {
      assertTrue(said.lines().anyMatch(line -> line.startsWith(peer + " ")), said);
    }
    assertTrue(said.contains("sun.nio.ch.SocketChannelImpl"), said);
  }

  /** Every accepted channel is there, and none of those that came and went. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aConnectionOfJavaNioIsOneChannel(int messages) throws Exception {
    needsProc();
    IdleMemory found = IdleMemory.measure(Peers.JAVA_NIO, CONNECTIONS, messages);
    double channels =
        found.classes().stream()
            .filter(each -> each.name().equals("sun.nio.ch.SocketChannelImpl"))
            .mapToDouble(IdleMemory.OfClass::objects)
            .sum();
    assertEquals(1, channels, 0.02);
    assertTrue(found.heapBytes() > 100 && found.objects() > 5, found::toString);
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    assertTrue(refused("--connections", "0").contains("--connections must be 1 to"));
    assertTrue(refused("--messages", "-1").contains("--messages must be"));
    assertTrue(refused("--top", "-1").contains("--top must"));
    assertTrue(refused("--peers", "jox").contains("no peer of memory is called 'jox'"));
  }

  private static void needsProc() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "MEMORY IS NOT TESTED: no /proc here");
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      assertEquals(0, new CommandLine(new MemoryCommand()).execute(arguments));
    } finally {
      System.setOut(terminal);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String refused(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(new MemoryCommand()).setErr(new PrintWriter(said));
    assertEquals(2, command.execute(arguments));
    return said.toString();
  }
}
