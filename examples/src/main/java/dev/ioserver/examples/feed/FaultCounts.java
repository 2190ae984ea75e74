package dev.ioserver.examples.feed;

import static java.lang.System.Logger.Level.WARNING;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts faults by kind, and logs the first of each. One thread counts; any thread reads.
 *
 * <p>To count allocates nothing, but for the first of a kind.
 */
public final class FaultCounts {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.feed");

  private final String who;

  /** One for each kind from the start, so that the map itself never changes. */
  private final Map<FeedFault, Count> counts = new EnumMap<>(FeedFault.class);

  /**
   * None yet.
   *
   * @param who counts, for the log
   */
  public FaultCounts(String who) {
    this.who = who;
    for (FeedFault fault : FeedFault.values()) {
      counts.put(fault, new Count());
    }
  }

  /** Counts a fault. */
  public void count(FeedFault fault) {
    Count count = of(fault);
    count.add(1);
    if (count.get() == 1) {
      LOG.log(WARNING, () -> who + ": " + fault.text() + "; it is left out, and more are counted");
    }
  }

  /** Returns how many there were of a kind. Any thread. */
  public long get(FeedFault fault) {
    return of(fault).get();
  }

  /** Returns those that there were, by kind. Any thread. */
  public Map<FeedFault, Long> all() {
    Map<FeedFault, Long> all = new EnumMap<>(FeedFault.class);
    counts.forEach(
        (fault, count) -> {
          if (count.get() > 0) {
            all.put(fault, count.get());
          }
        });
    return all;
  }

  private Count of(FeedFault fault) {
    return Objects.requireNonNull(counts.get(fault), "a kind that is not counted");
  }
}
