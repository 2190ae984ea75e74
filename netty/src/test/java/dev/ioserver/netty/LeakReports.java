package dev.ioserver.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's detector of buffers that were never released, which remembers what it has found. The
 * build names it to Netty.
 *
 * @param <T> what is tracked
 */
public final class LeakReports<T> extends ResourceLeakDetector<T> {

  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

  /** For Netty. */
  public LeakReports(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** For Netty. */
  public LeakReports(Class<?> resourceType, int samplingInterval, long maxActive) {
    this(resourceType, samplingInterval);
  }

  /** What has been found since this was asked last, as far as the collector knows. */
  public static List<String> taken() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      // The detector looks when the next buffer is made.
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    List<String> taken = new ArrayList<>();
    for (String next = FOUND.poll(); next != null; next = FOUND.poll()) {
      taken.add(next);
    }
    return taken;
  }

  /** Whether Netty was told of this class, and tracks every buffer. */
  public static boolean isInstalled() {
    return LeakReports.class
            .getName()
            .equals(System.getProperty("io.netty.customResourceLeakDetector"))
        && getLevel() == Level.PARANOID;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    FOUND.add(resourceType + " was not released: " + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    FOUND.add(resourceType + " was not released");
  }
}
