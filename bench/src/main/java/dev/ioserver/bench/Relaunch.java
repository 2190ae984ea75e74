package dev.ioserver.bench;

import dev.ioserver.bench.jvm.JvmArgs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a main class once more with {@link JvmArgs}. A manifest can allow native access, but it
 * has no word for the Unsafe with which JMH checks its own object layouts, and the JVM warns of
 * that on standard error.
 */
final class Relaunch {

  private Relaunch() {}

  /**
   * Runs the class in a JVM that does not warn, unless this one is such.
   *
   * @return the exit status, or null if there is no need to
   */
  static @Nullable Integer withoutWarnings(Class<?> main, String[] args)
      throws IOException, InterruptedException {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    if (given.stream().anyMatch(arg -> arg.startsWith("--sun-misc-unsafe-memory-access"))) {
      return null;
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(given);
    command.add(JvmArgs.NATIVE_ACCESS);
    command.add(JvmArgs.UNSAFE);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(main.getName());
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).inheritIO().start();
    // Interrupted from the terminal, both are; killed alone, this one takes the other with it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }
}
