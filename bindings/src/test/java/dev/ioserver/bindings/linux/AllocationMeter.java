package dev.ioserver.bindings.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Counts the bytes that the current thread allocates.
 *
 * <p>By reflection, because the module under test does not read the management modules and should
 * not begin to for a test's sake.
 */
final class AllocationMeter {
  private static final int ROUNDS = 20;

  /** A busy machine compiles late: until then code allocates that will not. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Object threads;
  private final MethodHandle allocatedBytes;

  AllocationMeter() throws ReflectiveOperationException {
    Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
    Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
    threads = factory.getMethod("getThreadMXBean").invoke(null);
    allocatedBytes =
        MethodHandles.publicLookup()
            .findVirtual(type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
            .asType(MethodType.methodType(long.class, Object.class));
  }

  /**
   * The bytes of the thriftiest of several rounds: code that allocates does so in each of them,
   * while the JVM's own work, such as installing compiled code, comes and goes.
   */
  long fewestBytes(Runnable round) throws Throwable {
    long fewest = Long.MAX_VALUE;
    long began = System.nanoTime();
    for (int i = 0; i < ROUNDS || (fewest > 0 && System.nanoTime() - began < PATIENCE_NANOS); i++) {
      long before = bytes();
      round.run();
      fewest = Math.min(fewest, bytes() - before);
    }
    return fewest;
  }

  private long bytes() throws Throwable {
    return (long) allocatedBytes.invokeExact(threads);
  }
}
