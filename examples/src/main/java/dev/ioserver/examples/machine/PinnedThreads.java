package dev.ioserver.examples.machine;

import static java.lang.System.Logger.Level.WARNING;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Threads that are pinned to processors: in the order in which they start, each gets the next
 * processor of a list, round and round.
 *
 * <p>Thread-safety: any thread.
 */
public final class PinnedThreads implements ThreadStarter {

  private static final System.Logger LOG = System.getLogger(PinnedThreads.class.getName());

  private final List<Integer> processors;
  private final AtomicInteger started = new AtomicInteger();

  /**
   * Checks that the processors can be used.
   *
   * @param processors their numbers, as the system counts them; at least one
   * @throws IllegalArgumentException if this system pins no threads, or a processor is not there,
   *     or is not this process's to use
   */
  public PinnedThreads(List<Integer> processors) {
    if (!Affinity.isAvailable()) {
      throw new IllegalArgumentException(
          "threads can be pinned on Linux alone, and this is " + System.getProperty("os.name"));
    }
    BitSet allowed = Affinity.allowed();
    for (int processor : processors) {
      if (!allowed.get(processor)) {
        throw new IllegalArgumentException(
            "processor "
                + processor
                + " is not there, or not this process's to use; it may use "
                + text(allowed));
      }
    }
    this.processors = List.copyOf(processors);
  }

  @Override
  public Thread start(String name, Runnable work) {
    int processor = processors.get(started.getAndIncrement() % processors.size());
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              pin(name, processor);
              work.run();
            });
  }

  /** What was allowed at the check may have changed since. */
  private static void pin(String name, int processor) {
    if (!Affinity.pin(processor)) {
      LOG.log(
          WARNING,
          () -> name + " is not pinned: processor " + processor + " is not there any more");
    }
  }

  private static String text(BitSet processors) {
    return processors.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
  }
}
