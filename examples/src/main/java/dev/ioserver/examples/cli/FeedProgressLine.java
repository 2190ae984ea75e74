package dev.ioserver.examples.cli;

import dev.ioserver.examples.feed.subscribe.FeedCounts;
import dev.ioserver.examples.feed.subscribe.Subscriber;
import dev.ioserver.examples.gateway.load.LoadProgress;
import dev.ioserver.examples.report.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What is printed of a feed each second: all subscribers together. */
final class FeedProgressLine {

  private final @Nullable LoadProgress load;
  private final List<Subscriber> subscribers;
  private final long startNanos = System.nanoTime();
  private long lastNanos = startNanos;
  private long lastMessages;

  FeedProgressLine(@Nullable LoadProgress load, List<Subscriber> subscribers) {
    this.load = load;
    this.subscribers = List.copyOf(subscribers);
  }

  /** The line for the time since the last call. */
  String next() {
    long now = System.nanoTime();
    long messages = sum(counts -> counts.messages.get());
    double rate = (messages - lastMessages) * 1e9 / (now - lastNanos);
    lastNanos = now;
    lastMessages = messages;
    return String.format(
        Locale.ROOT,
        "%4d s  %-10s %10s messages/s   gaps %s   missing %s   %s",
        Math.round((now - startNanos) / 1e9),
        load == null ? "hearing" : ProgressLine.word(load.phase()),
        Numbers.whole(rate),
        Numbers.count(sum(counts -> counts.gaps.get())),
        Numbers.count(sum(FeedCounts::missing)),
        times());
  }

  private String times() {
    Histogram slowest = null;
    for (Subscriber each : subscribers) {
      Histogram latest = each.counts().kernelToApplication.latest();
      if (slowest == null || latest.getValueAtPercentile(99) > slowest.getValueAtPercentile(99)) {
        slowest = latest;
      }
    }
    if (slowest == null || slowest.getTotalCount() == 0) {
      return "no receive stamps";
    }
    return "kernel to application p50 "
        + Numbers.micros((double) slowest.getValueAtPercentile(50))
        + "   p99 "
        + Numbers.micros((double) slowest.getValueAtPercentile(99));
  }

  private long sum(ToLongFunction<FeedCounts> number) {
    return subscribers.stream().map(Subscriber::counts).mapToLong(number).sum();
  }
}
