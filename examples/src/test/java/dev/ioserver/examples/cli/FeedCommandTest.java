package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.examples.AvailableEngines;
import dev.ioserver.examples.feed.TestGroup;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.report.Fonts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(240)
class FeedCommandTest {

  private static final List<String> SHORT =
      List.of("feed", "--connections", "4", "--seconds", "1", "--warmup", "0.3", "--rate", "500");

  private static CommandRun run(String... more) {
    return CommandRun.of(Stream.concat(SHORT.stream(), Stream.of(more)).toArray(String[]::new));
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void runsEverythingAndComparesTheBooks(String engine) {
    CommandRun run = run("--engine", engine);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.number("messages") > 500, run.out());
    assertEquals(0, run.number("lost"), run.out());
    assertTrue(run.number("orders in the books") > 10, run.out());
    assertTrue(run.out().contains("subscriber 2"), run.out());
    assertTrue(run.out().matches("(?s).*equal to the gateway's +yes +yes.*"), run.out());
    assertTrue(run.out().contains("engine " + engine), run.out());
    assertTrue(run.out().contains(" messages/s   gaps "), "no progress: " + run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theBooksAreEqualWhateverIsThrownAway(String engine) {
    CommandRun run = run("--engine", engine, "--drop", "0.1", "--seed", "42");
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.number("thrown away") > 0, run.out());
    assertTrue(run.number("gaps") > 0, run.out());
    assertTrue(run.number("recovered") > 0, run.out());
    assertEquals(run.number("missed"), run.number("recovered"), run.out());
    assertEquals(0, run.number("lost"), run.out());
    assertTrue(run.out().matches("(?s).*equal to the gateway's +yes +yes.*"), run.out());
  }

  @Test
  void drawsAPlot(@TempDir Path folder) throws Exception {
    String cause = Fonts.unavailabilityCause();
    assumeTrue(cause == null, () -> "PLOTS ARE NOT TESTED HERE: " + cause);
    Path svg = folder.resolve("feed.svg");
    CommandRun run = run("--subscribers", "1", "--svg", "" + svg);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    var document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    var plot = document.parse(svg.toFile()).getDocumentElement();
    String title = plot.getElementsByTagName("title").item(0).getTextContent();
    assertTrue(title.contains("500 orders/s, 1 subscribers"), title);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void gatewayAndSubscribersApart(String engine, @TempDir Path folder) throws Exception {
    String group = TestGroup.ADDRESS + ":" + freePort();
    Path books = folder.resolve("books.txt");
    try (ChildCommand gateway =
        new ChildCommand(
            "gateway",
            "--listen",
            "127.0.0.1:0",
            "--engine",
            engine,
            "--stocks",
            "2",
            "--feed",
            group,
            "--feed-books",
            books.toString())) {
      String address = gateway.await("gateway on").replaceFirst("gateway on ([^,]*),.*", "$1");
      String source = gateway.await("feed from").replaceFirst("feed from (\\S*) to .*", "$1");
      try (ChildCommand subscriber =
          new ChildCommand(
              "feed",
              "--connect",
              group,
              "--source",
              source,
              "--engine",
              engine,
              "--drop",
              "0.05",
              "--books",
              books.toString())) {
        subscriber.await("1 subscribers");
        try (ChildCommand clients =
            new ChildCommand(
                "gateway",
                "--connect",
                address,
                "--stocks",
                "2",
                "--connections",
                "3",
                "--rate",
                "500",
                "--seconds",
                "1",
                "--warmup",
                "0")) {
          String output = clients.rest();
          assertEquals(0, clients.exitCode(), output);
        }
        gateway.terminate();
        String output = subscriber.rest();
        assertEquals(0, subscriber.exitCode(), output);
        assertTrue(output.matches("(?s).*equal to the gateway's +yes.*"), output);
      }
      gateway.rest();
      assertTrue(Files.readString(books).startsWith("book AAPL"));
    }
  }

  @Test
  void booksAreWrittenAndReadAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("books.txt");
    Map<String, List<RestingOrder>> books = new TreeMap<>();
    books.put("A", List.of(new RestingOrder((byte) 'B', 10_000, 100, 7)));
    books.put("B", List.of());
    BookFile.write(file, books);
    assertEquals(books, BookFile.await(file));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
