package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;

/**
 * Asserts that something allocates nothing on the Java heap once it is warm.
 *
 * <p>The counter is reached by reflection: its module is one that the engine has no need of, and a
 * module reads what it reflects on without saying so.
 */
final class AllocationMeter {

  private static final int WARM_UP = 60_000;
  private static final int MEASURED = 10_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final MethodHandle ALLOCATED = allocated();

  private AllocationMeter() {}

  /**
   * Runs an action until it is compiled, and then asserts that it allocates 0 bytes. Compilation
   * ends when it ends: what counts is that a round without allocation comes.
   */
  static void assertAllocatesNothing(Runnable action) {
    repeat(action, WARM_UP);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long allocated;
    do {
      long before = allocatedBytes();
      repeat(action, MEASURED);
      allocated = allocatedBytes() - before;
    } while (allocated > 0 && System.nanoTime() - deadline < 0);
    assertEquals(0, allocated, "bytes allocated in " + MEASURED + " runs");
  }

  private static void repeat(Runnable action, int times) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static long allocatedBytes() {
    try {
      return (long) ALLOCATED.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle allocated() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
      return MethodHandles.publicLookup()
          .findVirtual(type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
          .bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
