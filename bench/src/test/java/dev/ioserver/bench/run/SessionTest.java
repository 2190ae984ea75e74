package dev.ioserver.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.report.HtmlReport;
import dev.ioserver.bench.report.TerminalTable;
import dev.ioserver.examples.report.Fonts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a plan to a report, with a real run in a JVM of its own. */
class SessionTest {

  @TempDir Path directory;

  @Test
  void runsRoundsAndReportsThem() throws IOException {
    List<Case> cases =
        Plan.cases(Tier.QUICK).stream()
            .filter(each -> each.name().startsWith("SelectBenchmark"))
            .filter(each -> each.peer().equals(Peers.IOSERVER) || each.peer().equals(Peers.JOX))
            .toList();
    assertEquals(2, cases.size());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(said, true, StandardCharsets.UTF_8);
    Session session =
        new Session(
            cases,
            new Effort(1, 1, 0, false, "park", Pinning.APART),
            terminal,
            directory.resolve("jmh.log"));

    List<Outcome> outcomes = session.run();

    for (Outcome outcome : outcomes) {
      assertNull(outcome.cause());
      assertEquals(1, outcome.samples().size(), () -> outcome.what().name());
      assertTrue(outcome.nanos() > 0);
    }
    TerminalTable.print(outcomes, true, terminal);
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("[  2/2]"), said::toString);
    Path json = directory.resolve("result.json");
    session.writeJson(json);
    assertTrue(Files.readString(json).contains("SelectBenchmark.sendAndSelect"));
    Path page = directory.resolve("report.html");
    String noPlots = Fonts.unavailabilityCause();
    HtmlReport.write(page, "bench", Machine.describe(), outcomes, true, noPlots);
    String html = Files.readString(page);
    assertTrue(
        html.contains(noPlots == null ? "<svg" : "No plot: "),
        () -> html.substring(html.indexOf("<h2>")));
    assertTrue(html.contains(Peers.JOX));
    // What a target is comes before what is said of any.
    int explained = html.indexOf("A target is an ambition");
    assertTrue(explained > 0 && explained < html.indexOf("<table>"), html);
    HtmlReport.write(page, "bench", Machine.describe(), outcomes, true, "no <fonts>");
    String bare = Files.readString(page);
    assertTrue(bare.contains("No plot: no &lt;fonts&gt;."), bare);
    assertFalse(bare.contains("<svg"), bare);
    assertTrue(bare.contains(Peers.JOX));
  }
}
