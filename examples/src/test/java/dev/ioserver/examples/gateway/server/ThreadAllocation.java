package dev.ioserver.examples.gateway.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway's threads have allocated. */
final class ThreadAllocation {

  private ThreadAllocation() {}

  /** Bytes by name of the thread. */
  static Map<String, Long> bytes() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<String, Long> bytes = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("gateway")) {
        bytes.put(thread.getName(), bean.getThreadAllocatedBytes(thread.threadId()));
      }
    }
    return bytes;
  }
}
