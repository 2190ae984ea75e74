package dev.ioserver.examples.machine;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Says when the JVM's compilers are quiet: when they have worked for 10 ms at most in a second. To
 * be asked again and again; what happens between two questions counts as well. Belongs to one
 * thread.
 */
public final class Compilers implements BooleanSupplier {

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET_MILLIS = 10;

  private final LongSupplier compiledMillis;
  private final LongSupplier clock;
  private boolean asked;
  private long sinceNanos;
  private long sinceMillis;

  /**
   * Compilers that are watched.
   *
   * @param compiledMillis for how long they have worked since the JVM was started
   * @param clock nanoseconds
   */
  Compilers(LongSupplier compiledMillis, LongSupplier clock) {
    this.compiledMillis = compiledMillis;
    this.clock = clock;
  }

  /** Whether this JVM says how long its compilers have worked. */
  public static boolean canBeWatched() {
    CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    return bean != null && bean.isCompilationTimeMonitoringSupported();
  }

  /** The compilers of this JVM, which can be watched. */
  public static Compilers ofThisJvm() {
    CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    return new Compilers(bean::getTotalCompilationTime, System::nanoTime);
  }

  /** Whether they have been quiet for a second, up to now. */
  @Override
  public boolean getAsBoolean() {
    long now = clock.getAsLong();
    long millis = compiledMillis.getAsLong();
    if (!asked || millis - sinceMillis > QUIET_MILLIS) {
      asked = true;
      sinceNanos = now;
      sinceMillis = millis;
    }
    return now - sinceNanos >= QUIET_NANOS;
  }
}
