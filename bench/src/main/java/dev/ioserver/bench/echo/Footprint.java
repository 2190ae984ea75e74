package dev.ioserver.bench.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process holds at one moment.
 *
 * @param classes its live objects by their classes; none if it is no Java program
 * @param residentBytes what of it is in memory
 */
record Footprint(Map<String, Objects> classes, long residentBytes) {

  private static final String RESIDENT = "VmRSS:";
  private static final String FILLER = "jdk.internal.vm.Filler";

  /**
   * Objects of a class, or of all.
   *
   * @param count how many
   * @param bytes what they take together
   */
  record Objects(long count, long bytes) {}

  /** Looks at a process; {@code histogram} is what it has said itself. */
  static Footprint of(long pid, List<String> histogram) throws IOException {
    return new Footprint(classes(histogram), resident(pid));
  }

  /** All objects. */
  Objects all() {
    long count = 0;
    long bytes = 0;
    for (Objects some : classes.values()) {
      count += some.count;
      bytes += some.bytes;
    }
    return new Objects(count, bytes);
  }

  /** Lines such as {@code 1: 12345 67890 java.lang.String (java.base@25)}. */
  static Map<String, Objects> classes(List<String> histogram) {
    Map<String, Objects> classes = new TreeMap<>();
    for (String line : histogram) {
      String[] parts = line.trim().split("\\s+", -1);
      boolean isClass = parts.length >= 4 && parts[0].matches("\\d+:");
      // A collector fills gaps with objects of its own; they come and go with the gaps.
      if (isClass && !parts[3].contains(FILLER)) {
        Objects objects = new Objects(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        // Hidden classes and several class loaders give the same name more than once.
        classes.merge(
            parts[3], objects, (a, b) -> new Objects(a.count + b.count, a.bytes + b.bytes));
      }
    }
    return classes;
  }

  private static long resident(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith(RESIDENT)) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("the system does not tell how much of process " + pid + " is resident");
  }
}
