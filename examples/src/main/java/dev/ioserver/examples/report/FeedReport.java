package dev.ioserver.examples.report;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.feed.subscribe.FeedCounts;
import dev.ioserver.examples.feed.subscribe.Latency;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The table at the end of a run of a feed: a column for each subscriber. */
public final class FeedReport {

  private static final String NOTHING = "-";

  private final FeedOutcome outcome;
  private final TextTable table = new TextTable();

  private FeedReport(FeedOutcome outcome) {
    this.outcome = outcome;
  }

  /** The table. */
  public static String of(FeedOutcome outcome) {
    FeedReport report = new FeedReport(outcome);
    report.gateway();
    report.counts();
    report.times("kernel to application", counts -> counts.kernelToApplication);
    report.times("wire to book", counts -> counts.wireToBook);
    report.books();
    return report.table + report.remarks();
  }

  private void gateway() {
    FeedStatistics feed = outcome.feed();
    if (feed == null) {
      return;
    }
    table.row("gateway", "");
    table.row("messages", Numbers.count(feed.messages()));
    table.row("packets, to all groups", Numbers.count(feed.packets()));
    table.row("requests", Numbers.count(feed.requests()));
    table.row("  answered", Numbers.count(feed.answers()));
    table.row("messages sent again", Numbers.count(feed.resent()));
    table.gap();
  }

  private void counts() {
    row("", SubscriberResult::name);
    number("packets", counts -> counts.packets.get());
    number("  thrown away", counts -> counts.thrown.get());
    number("  dropped by the kernel", counts -> counts.drops.get());
    number("messages", counts -> counts.messages.get());
    number("  double", counts -> counts.duplicates.get());
    number("gaps", counts -> counts.gaps.get());
    number("  requests", counts -> counts.requests.get());
    number("  missed", counts -> counts.missed.get());
    number("  recovered", counts -> counts.recovered.get());
    number("  lost", counts -> counts.lost.get());
  }

  private void times(String name, Function<FeedCounts, Latency> latency) {
    table.gap().row(name);
    percentile("p50", latency, 50);
    percentile("p99", latency, 99);
    percentile("max", latency, 100);
  }

  private void books() {
    table.gap();
    row(
        "orders in the books",
        each -> Numbers.count(each.books().values().stream().mapToLong(List::size).sum()));
    row("equal to the gateway's", this::equal);
  }

  private String equal(SubscriberResult subscriber) {
    if (outcome.books().isEmpty()) {
      return "not compared";
    }
    return outcome.differences(subscriber).isEmpty() ? "yes" : "NO";
  }

  private String remarks() {
    StringBuilder text = new StringBuilder();
    for (SubscriberResult each : outcome.subscribers()) {
      if (!each.complete()) {
        remark(text, each.name() + " has not heard the end of the session");
      }
      outcome.differences(each).forEach(line -> remark(text, each.name() + ", " + line));
      if (!each.stamped()) {
        remark(text, each.name() + ": no receive stamps with the engine " + each.engine());
      }
      faults(text, each.name(), each.counts().faults.all());
    }
    FeedStatistics feed = outcome.feed();
    if (feed != null) {
      faults(text, "gateway", feed.faults());
      if (feed.undelivered() > 0) {
        remark(text, Numbers.count(feed.undelivered()) + " packets could not be sent");
      }
    }
    return outcome.load() == null ? text.toString() : text + Remarks.of(outcome.load());
  }

  private static void faults(StringBuilder text, String who, Map<FeedFault, Long> faults) {
    faults.forEach(
        (fault, count) ->
            remark(text, who + ", left out " + Numbers.count(count) + " times: " + fault.text()));
  }

  private static void remark(StringBuilder text, String remark) {
    text.append("  note: ").append(remark).append(System.lineSeparator());
  }

  private void number(String name, ToLongFunction<FeedCounts> number) {
    row(name, each -> Numbers.count(number.applyAsLong(each.counts())));
  }

  private void percentile(String name, Function<FeedCounts, Latency> latency, double percentile) {
    row(
        name,
        each -> {
          var all = latency.apply(each.counts()).all();
          return all.getTotalCount() == 0
              ? NOTHING
              : Numbers.micros((double) all.getValueAtPercentile(percentile));
        });
  }

  private void row(String name, Function<SubscriberResult, String> cell) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    outcome.subscribers().forEach(each -> cells.add(cell.apply(each)));
    table.row(cells);
  }
}
