package dev.ioserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bench.peer.Peers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class StartCommandTest {

  @Test
  void eachServerHasALineWithoutACacheAndOneWithIt() {
    List<String> peers =
        Stream.of(Peers.IOSERVER, Peers.IOSERVER_NIO, Peers.JAVA_NIO, Peers.NETTY_EPOLL)
            .filter(peer -> Peers.unavailabilityCause(peer) == null)
            .toList();
    String said = run("--starts", "2", "--peers", String.join(",", peers));
    for (String peer : peers) {
      assertTrue(said.lines().anyMatch(line -> line.matches(peer + " +without .*")), said);
      assertTrue(said.lines().anyMatch(line -> line.matches(peer + " +with .*")), said);
    }
    // Its own ratio is 1 in every round.
    String java = said.lines().filter(line -> line.matches("java.nio +without .*")).findAny().get();
    assertEquals("1.00", java.trim().split(" +")[6], said);
  }

  @Test
  void whatIsNotAskedForIsNotStarted() {
    String said = run("--starts", "1", "--peers", "java.nio", "--cache", "without");
    assertEquals(
        0, said.lines().filter(line -> line.contains("cache") && line.contains("make")).count());
    assertEquals(1, said.lines().filter(line -> line.startsWith("java.nio ")).count(), said);
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    assertTrue(refused("--starts", "0").contains("--starts must be 1 to"));
    assertTrue(refused("--peers", "jox").contains("no peer of start is called 'jox'"));
    assertTrue(refused("--cache", "some").contains("--cache"));
  }

  @Test
  void quartilesStandBetweenTheirNeighbours() {
    double[] sorted = {10, 20, 30, 40};
    assertEquals(10, StartCommand.at(sorted, 0));
    assertEquals(17.5, StartCommand.at(sorted, 0.25));
    assertEquals(25, StartCommand.at(sorted, 0.5));
    assertEquals(40, StartCommand.at(sorted, 1));
    assertEquals(7, StartCommand.at(new double[] {7}, 0.75));
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      assertEquals(0, Main.commandLine().execute(start(arguments)));
    } finally {
      System.setOut(terminal);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String refused(String... arguments) {
    StringWriter said = new StringWriter();
    assertEquals(2, Main.commandLine().setErr(new PrintWriter(said)).execute(start(arguments)));
    return said.toString();
  }

  private static String[] start(String... arguments) {
    return Stream.concat(Stream.of("start"), Stream.of(arguments)).toArray(String[]::new);
  }
}
