package dev.ioserver.examples.cluster.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process of this very program. It reads commands from its input, and ends when that ends, so
 * that none outlives who has started it. It is ended by its own handle and no other.
 */
final class Child implements AutoCloseable {

  private static final long END_SECONDS = 10;

  private final String name;
  private final Process process;
  private final Thread reader;

  private Child(String name, Process process, Thread reader) {
    this.name = name;
    this.process = process;
    this.reader = reader;
  }

  /** What runs this program with these arguments, in a process of its own. */
  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(System.getProperty("java.home") + File.separator + "bin/java"));
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // The options that Agrona needs, and none of those that a test runner or a debugger adds.
      if (option.startsWith("--add-")
          || option.startsWith("--enable-native")
          || option.startsWith("--sun-misc")
          || option.startsWith("-Dioserver.")) {
        command.add(option);
      }
    }
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.ioserver.examples.cluster.Main");
    command.addAll(arguments);
    return command;
  }

  /**
   * Starts a process.
   *
   * @param log where its lines are kept
   * @param lines takes each line that it says, on a thread of its own
   */
  static Child start(String name, Path log, Consumer<String> lines, List<String> command)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader =
        Thread.ofPlatform()
            .name("lines-of-" + name)
            .daemon()
            .start(() -> read(process, log, lines));
    return new Child(name, process, reader);
  }

  /** Gives it a command. */
  void tell(String command) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    input.flush();
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Waits until it has ended by itself, and returns its exit code; it may not take long. */
  int awaitEnd(int seconds) throws InterruptedException, TimeoutException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException(this + " runs after " + seconds + " s");
    }
    reader.join();
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it in good order, or by force if that takes too long. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    boolean interrupted = false;
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name + " (process " + process.pid() + ")";
  }

  private static void read(Process process, Path log, Consumer<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.accept(line);
      }
    } catch (IOException e) {
      lines.accept("its lines cannot be read: " + e.getMessage());
    }
  }
}
