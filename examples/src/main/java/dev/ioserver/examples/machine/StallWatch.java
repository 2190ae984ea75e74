package dev.ioserver.examples.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Threads that watch the clock, to tell stalls of the machine from those of the program that is
 * measured. On Linux, with few processors, each has a watcher; else there is one, somewhere.
 *
 * <p>A watcher sees whatever keeps a thread that is due from running for half a millisecond or
 * more: a hypervisor that gives the processor to others, other programs, the compilers and
 * safepoints of the JVM itself. It cannot see what is shorter, nor what happens to a processor that
 * it does not run on. It costs a processor less than one part in a hundred.
 *
 * <p>Thread-safety: any thread.
 */
public final class StallWatch implements AutoCloseable {

  /** With more processors than these, one watcher has to do. */
  private static final int MOST_WATCHERS = 4;

  private final List<ClockWatcher> watchers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * What was seen.
   *
   * @param count stalls
   * @param longestNanos the longest of them, the longest first; three at most
   */
  public record Stalls(int count, List<Long> longestNanos) {}

  /** Starts to watch. */
  public StallWatch() {
    BitSet processors = Affinity.isAvailable() ? Affinity.allowed() : new BitSet();
    if (processors.isEmpty() || processors.cardinality() > MOST_WATCHERS) {
      watch(ThreadStarter.anywhere());
    } else {
      processors.stream().forEach(one -> watch(new PinnedThreads(List.of(one))));
    }
  }

  private void watch(ThreadStarter starter) {
    ClockWatcher watcher = new ClockWatcher();
    watchers.add(watcher);
    threads.add(starter.start("clock-watcher-" + threads.size(), watcher));
  }

  /** Half a millisecond: what is shorter is no stall. */
  public static long leastNanos() {
    return ClockWatcher.STALL_NANOS;
  }

  /** Up to when all that was seen is known: what happened later may yet turn out to be a stall. */
  public long seenNanos() {
    long seen = watchers.getFirst().seenNanos();
    for (int i = 1; i < watchers.size(); i++) {
      long other = watchers.get(i).seenNanos();
      seen = other - seen < 0 ? other : seen;
    }
    return seen;
  }

  /** Whether a stall was seen in a span of time, up to {@link #seenNanos}. */
  public boolean overlaps(long fromNanos, long toNanos) {
    for (int i = 0; i < watchers.size(); i++) {
      if (watchers.get(i).overlaps(fromNanos, toNanos)) {
        return true;
      }
    }
    return false;
  }

  /** The stalls that began in a span of time. */
  public Stalls between(long fromNanos, long toNanos) {
    List<Long> all =
        watchers.stream().flatMap(watcher -> stalls(watcher, fromNanos, toNanos)).toList();
    return new Stalls(all.size(), all.stream().sorted(Comparator.reverseOrder()).limit(3).toList());
  }

  private static Stream<Long> stalls(ClockWatcher watcher, long fromNanos, long toNanos) {
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < watcher.count(); i++) {
      long start = watcher.startNanos(i);
      if (start - fromNanos >= 0 && start - toNanos < 0) {
        found.add(watcher.nanos(i));
      }
    }
    return found.stream();
  }

  @Override
  public void close() {
    watchers.forEach(ClockWatcher::stop);
    boolean interrupted = false;
    for (Thread thread : threads) {
      // A watcher is never away for long.
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
