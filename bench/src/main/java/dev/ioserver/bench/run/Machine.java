package dev.ioserver.bench.run;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the figures come from: processor, kernel, Java, and the versions of what was measured. */
public final class Machine {

  /** From this load on the figures are not this program's alone. */
  private static final double BUSY = 0.5;

  private Machine() {}

  /** Names and values, in the order in which they are to be shown. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "time",
        ZonedDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.RFC_1123_DATE_TIME));
    facts.put(
        "processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " for us");
    facts.put(
        "system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    facts.put(
        "Java",
        property("java.vm.name")
            + " "
            + property("java.runtime.version")
            + " by "
            + property("java.vendor"));
    facts.put("C compiler", firstLine("cc", "--version"));
    facts.put("Rust", firstLine("rustc", "--version"));
    facts.putAll(versions());
    facts.put("load before", load());
    return facts;
  }

  /** A warning if others keep the processors busy, or null. */
  public static @Nullable String busy() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int processors = Runtime.getRuntime().availableProcessors();
    return average < BUSY
        ? null
        : "the machine is busy: "
            + load()
            + " threads want its "
            + processors
            + " processors; what is measured now is not fit to be quoted";
  }

  /** What else wants to run: the average number of threads in the last minute. */
  public static String load() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return average < 0 ? "unknown" : String.format(java.util.Locale.ROOT, "%.2f", average);
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name") || line.startsWith("CPU implementer"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse("unknown");
    } catch (IOException _) {
      return "unknown";
    }
  }

  private static Map<String, String> versions() {
    Properties properties = new Properties();
    try (InputStream in =
        Machine.class.getResourceAsStream("/dev/ioserver/bench/versions.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException _) {
      // Shown without.
    }
    Map<String, String> versions = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .sorted()
        .forEach(name -> versions.put(name, properties.getProperty(name, "")));
    return versions;
  }

  private static String firstLine(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(5, TimeUnit.SECONDS);
      return output.lines().findFirst().orElse("none");
    } catch (IOException _) {
      return "none";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
