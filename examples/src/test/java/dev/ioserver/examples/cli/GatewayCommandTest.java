package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.examples.AvailableEngines;
import dev.ioserver.examples.report.Fonts;
import dev.ioserver.examples.tls.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayCommandTest {

  private static final List<String> SHORT =
      List.of("gateway", "--connections", "4", "--seconds", "1", "--warmup", "0.3");

  @ParameterizedTest
  @MethodSource("engines")
  void runsBothAndPrintsTheTable(String engine) {
    CommandRun run = CommandRun.of(args("--rate", "1000", "--engine", engine));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals(1000, run.number("orders sent"), 1);
    assertEquals(run.number("orders sent"), run.number("accepted"));
    assertEquals(0, run.number("rejected"));
    assertEquals(0, run.number("lost"));
    assertTrue(run.number("executions") > 0);
    assertTrue(run.number("canceled") > 0);
    assertTrue(run.number("replaced") > 0);
    assertTrue(run.number("polls") > 0);
    assertTrue(run.out().contains("p99.9"), run.out());
    assertTrue(run.out().contains("engine " + engine), run.out());
    assertTrue(run.out().contains("   unanswered "), "no progress: " + run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "busy"})
  void runsWithLoopsThatDoNotParkAtOnce(String idle) {
    CommandRun run = CommandRun.of(args("--rate", "1000", "--idle", idle));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals(0, run.number("lost"));
    assertTrue(run.number("executions") > 0);
  }

  @ParameterizedTest
  @CsvSource({"inline, books inline", "threads, books on threads"})
  void matchesWhereItIsTold(String books, String expected) {
    CommandRun run = CommandRun.of(args("--rate", "1000", "--books", books));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains(expected), run.out());
    assertEquals(0, run.number("lost"));
    assertTrue(run.number("executions") > 0);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void runsAsFastAsItCan(String engine) {
    CommandRun run =
        CommandRun.of(args("--engine", engine, "--rate", "0", "--loops", "1", "--stocks", "1"));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.number("orders sent") > 1000, run.out());
    assertTrue(run.out().contains("from when an order was sent"), run.out());
  }

  @Test
  void comparesAndWritesPercentiles(@TempDir Path folder) throws Exception {
    assumeTrue(AvailableEngines.names().size() > 1, "one engine has nothing to compare with");
    String engines = String.join(",", AvailableEngines.names());
    Path hgrm = folder.resolve("out.hgrm");
    CommandRun run =
        CommandRun.of(
            args("--rate", "1000", "--compare", engines, "--rounds", "2", "--hgrm", "" + hgrm));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("median of 2 rounds"), run.out());
    assertTrue(run.out().contains("epoll/nio"), run.out());
    assertTrue(run.out().contains("round 2 of 2"), run.out());
    for (String engine : AvailableEngines.names()) {
      String text = Files.readString(folder.resolve("out-" + engine + ".hgrm"));
      assertTrue(text.contains("Percentile") && text.contains("#[Max"), text);
    }
  }

  @Test
  void drawsAPlot(@TempDir Path folder) throws Exception {
    String cause = Fonts.unavailabilityCause();
    assumeTrue(cause == null, () -> "PLOTS ARE NOT TESTED HERE: " + cause);
    Path svg = folder.resolve("plot.svg");
    CommandRun run = CommandRun.of(args("--rate", "1000", "--svg", "" + svg));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    var document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    var plot = document.parse(svg.toFile()).getDocumentElement();
    assertEquals("svg", plot.getTagName());
    String title = plot.getElementsByTagName("title").item(0).getTextContent();
    assertTrue(title.contains("round trips, 4 clients, 1000 orders/s"), title);
  }

  @Test
  void listensForFixAsWell() {
    CommandRun run = CommandRun.of(args("--rate", "1000", "--fix", "0"));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().matches("(?s).*FIX 4.4 on 127.0.0.1:[1-9].*"), run.out());
    assertEquals(0, run.number("lost"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void tradesOverTls(String engine) {
    CommandRun run = CommandRun.of(args("--rate", "500", "--tls", "--engine", engine));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains(" over TLS, engine " + engine), run.out());
    assertEquals(500, run.number("orders sent"), 1);
    assertEquals(0, run.number("lost"));
    assertTrue(run.number("executions") > 0);
  }

  @Test
  void tradesOverTlsWithAKeyStore() throws Exception {
    Path store = SelfSigned.newStore("a.example");
    try {
      CommandRun run = CommandRun.of(args("--rate", "500", "--tls", "--keystore", "" + store));
      assertEquals(0, run.exitCode(), run.out() + run.err());
      assertEquals(0, run.number("lost"));
      CommandRun wrong =
          CommandRun.of(args("--tls", "--keystore", "" + store, "--keystore-password", "wrong"));
      assertEquals(2, wrong.exitCode(), wrong.out());
      assertTrue(wrong.err().contains("the password does not open the key store"), wrong.err());
      assertEquals(1, wrong.err().lines().count(), wrong.err());
    } finally {
      SelfSigned.remove(store);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the iocp engine has no Unix sockets")
  void tradesOverAUnixSocket(String engine, @TempDir Path folder) {
    Path file = folder.resolve("gateway.sock");
    for (String[] how : new String[][] {{}, {"--tls"}}) {
      Stream<String> all =
          Stream.of(args("--rate", "500", "--unix", "" + file, "--engine", engine));
      CommandRun run = CommandRun.of(Stream.concat(all, Stream.of(how)).toArray(String[]::new));
      assertEquals(0, run.exitCode(), run.out() + run.err());
      assertTrue(run.out().contains("gateway on " + file), run.out());
      assertEquals(0, run.number("lost"));
      assertFalse(Files.exists(file), "the file of the socket");
    }
  }

  @Test
  void doctorTellsTheEngines() {
    CommandRun run = CommandRun.of("doctor");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("nio"), run.out());
    assertTrue(run.out().contains("descriptors"), run.out());
    assertTrue(run.out().contains("cores"), run.out());
  }

  private static String[] args(String... more) {
    return Stream.concat(SHORT.stream(), Stream.of(more)).toArray(String[]::new);
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
