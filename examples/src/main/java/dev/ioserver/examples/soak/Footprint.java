package dev.ioserver.examples.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds when it is at rest.
 *
 * @param descriptors open descriptors, or {@link #UNKNOWN}
 * @param heap bytes of live objects, after a collection
 * @param committed bytes of memory that the Java heap has from the system
 * @param resident bytes of the process in memory, or {@link #UNKNOWN}
 */
public record Footprint(long descriptors, long heap, long committed, long resident) {

  /** Where the system does not tell. */
  public static final long UNKNOWN = -1;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int COLLECTIONS = 3;
  private static final long PAUSE_MILLIS = 100;

  /** Collects garbage, and looks. */
  static Footprint take() throws IOException, InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS); // cleaners and reference queues have threads of their own
    }
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Footprint(openDescriptors(), heap.getUsed(), heap.getCommitted(), residentBytes());
  }

  private static long openDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : UNKNOWN;
  }

  private static long residentBytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return UNKNOWN;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
          .findFirst()
          .orElse(UNKNOWN);
    }
  }
}
