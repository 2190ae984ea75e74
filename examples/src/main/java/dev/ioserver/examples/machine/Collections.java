package dev.ioserver.examples.machine;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Collections of garbage that this JVM has made: to those who watch the clock they look like stalls
 * of the machine, so they are told beside them.
 *
 * @param count how many
 * @param millis how long they took, in milliseconds; for a collector that works while the program
 *     runs, more than the pauses
 */
public record Collections(long count, long millis) {

  /** Those since the JVM was started. */
  public static Collections untilNow() {
    long count = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      // A collector that does not count says -1.
      count += Math.max(0, collector.getCollectionCount());
      millis += Math.max(0, collector.getCollectionTime());
    }
    return new Collections(count, millis);
  }

  /** Those that came after {@code earlier}. */
  public Collections since(Collections earlier) {
    return new Collections(count - earlier.count, millis - earlier.millis);
  }
}
