package dev.ioserver.bench.peer;

import java.lang.management.ManagementFactory;

/**
 * What all threads of this JVM have allocated, for benchmarks whose operation is not what JMH takes
 * for one.
 */
public final class Allocation {

  private Allocation() {}

  /** Bytes since the start; only differences mean something. */
  public static long bytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getTotalThreadAllocatedBytes()
        : 0;
  }
}
