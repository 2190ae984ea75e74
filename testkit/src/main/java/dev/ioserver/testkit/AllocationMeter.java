package dev.ioserver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts that something allocates nothing on the Java heap once it is warm. */
public final class AllocationMeter {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 5_000;
  private static final int ATTEMPTS = 40;

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private AllocationMeter() {}

  /**
   * Runs an action until it is compiled, and then asserts that it allocates 0 bytes. Compilation
   * ends when it ends: what counts is that a round without allocation comes.
   */
  public static void assertAllocatesNothing(Runnable action) {
    repeat(action, WARM_UP);
    long allocated = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && allocated > 0; attempt++) {
      long before = allocatedBytes();
      repeat(action, MEASURED);
      allocated = allocatedBytes() - before;
    }
    assertEquals(0, allocated, "bytes allocated in " + MEASURED + " runs");
  }

  private static void repeat(Runnable action, int times) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
