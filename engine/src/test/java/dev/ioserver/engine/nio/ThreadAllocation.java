package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What the current thread has allocated so far. Asked through JMX: the engine's module does not
 * read the module that holds the bean's type.
 */
final class ThreadAllocation {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private ThreadAllocation() {}

  /** Skips the test where the JVM does not tell. */
  static void assumeMeasurable() {
    boolean measurable;
    try {
      measurable = bytes() > 0;
    } catch (IllegalStateException e) {
      measurable = false;
    }
    if (!measurable) {
      System.err.println("SKIPPED: this JVM does not count what threads allocate");
    }
    assumeTrue(measurable, "no allocation counter");
  }

  /** In bytes; asking allocates some itself. */
  static long bytes() {
    try {
      ObjectName threading = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
      return (Long) SERVER.getAttribute(threading, "CurrentThreadAllocatedBytes");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
