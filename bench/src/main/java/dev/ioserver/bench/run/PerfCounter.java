package dev.ioserver.bench.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code perf stat} on the kernel's tracepoints. It is started disabled and switched on and off
 * through a pipe, so that what is counted is the iteration and not perf's own start.
 */
final class PerfCounter extends SyscallCounter {

  private static final String TOTAL = "raw_syscalls:sys_enter";

  /**
   * The calls that are worth a name, for each costs time to be switched on; those that the kernel
   * here does not know are left out.
   */
  private static final List<String> NAMED =
      List.of(
          "epoll_wait",
          "epoll_pwait2",
          "epoll_ctl",
          "read",
          "write",
          "recvfrom",
          "sendto",
          "futex",
          "io_uring_enter",
          "sched_yield");

  private static final String EVENTS = events();
  private static final int WAIT_MILLIS = 5_000;

  private final Path directory;
  private final Process process;

  PerfCounter(String pids) throws IOException {
    directory = Files.createTempDirectory("ioserver-perf");
    run("mkfifo", path("control"), path("answer"));
    process =
        new ProcessBuilder(
                "perf",
                "stat",
                "-x;",
                "-e",
                EVENTS,
                "-p",
                pids,
                "-o",
                path("counts"),
                "-D",
                "-1",
                "--control",
                "fifo:" + path("control") + "," + path("answer"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    command("enable");
  }

  @Override
  public Map<String, Long> stop() throws IOException {
    command("disable");
    run("kill", "-INT", Long.toString(process.pid()));
    process.onExit().orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS).join();
    Map<String, Long> counts = new TreeMap<>();
    for (String line : Files.readAllLines(directory.resolve("counts"))) {
      String[] parts = line.split(";", -1);
      if (parts.length > 2 && !parts[0].isEmpty() && Character.isDigit(parts[0].charAt(0))) {
        String event = parts[2].replaceFirst("syscalls:sys_enter_", "");
        counts.put(
            event.equals(TOTAL) ? SyscallProfiler.ALL : event,
            Math.round(Double.parseDouble(parts[0])));
      }
    }
    delete();
    return counts;
  }

  private static String events() {
    List<String> events = new ArrayList<>();
    events.add(TOTAL);
    Path known = Path.of("/sys/kernel/tracing/events/syscalls");
    Path knownThere = Path.of("/sys/kernel/debug/tracing/events/syscalls");
    for (String call : NAMED) {
      String event = "sys_enter_" + call;
      if (Files.isDirectory(known.resolve(event)) || Files.isDirectory(knownThere.resolve(event))) {
        events.add("syscalls:" + event);
      }
    }
    return String.join(",", events);
  }

  /** Tells perf something, and waits for its answer. */
  private void command(String word) throws IOException {
    // Opened for both directions, which does not wait for the other end.
    try (RandomAccessFile control = new RandomAccessFile(path("control"), "rw");
        RandomAccessFile answer = new RandomAccessFile(path("answer"), "rw")) {
      control.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
      Thread reader = Thread.ofPlatform().daemon().start(() -> readLine(answer));
      while (reader.isAlive()) {
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          process.destroyForcibly();
          String said = log();
          // Lets the reader go.
          answer.write('\n');
          delete();
          throw new IOException(said);
        }
        try {
          reader.join(5);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
    }
  }

  private static void readLine(RandomAccessFile file) {
    try {
      file.readLine();
    } catch (IOException _) {
      // Closed.
    }
  }

  private String log() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
      String said = lines.filter(line -> !line.isBlank()).limit(2).collect(Collectors.joining(" "));
      return said.isEmpty() ? "perf does not answer" : said;
    }
  }

  private static void run(String... command) throws IOException {
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.getInputStream().readAllBytes();
    if (started.onExit().join().exitValue() != 0) {
      throw new IOException(command[0] + " failed");
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void delete() throws IOException {
    for (String name : List.of("control", "answer", "counts", "log")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.deleteIfExists(directory);
  }
}
