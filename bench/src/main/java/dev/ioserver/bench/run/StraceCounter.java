package dev.ioserver.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code strace -c}, for systems whose tracepoints are closed to us. Slow, but it counts as well.
 */
final class StraceCounter extends SyscallCounter {

  private static final int WAIT_SECONDS = 5;

  private final Path counts;
  private final Process process;

  StraceCounter(String pids) throws IOException {
    counts = Files.createTempFile("ioserver-strace", ".txt");
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-o", counts.toString()));
    for (String pid : pids.split(",", -1)) {
      command.add("-p");
      command.add(pid);
    }
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // It must be attached before the counting begins; it says so, or why not.
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (line == null || !line.contains("attached")) {
      process.destroyForcibly();
      Files.deleteIfExists(counts);
      throw new IOException(line == null ? "it says nothing" : line);
    }
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
  }

  @Override
  public Map<String, Long> stop() throws IOException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    kill.onExit().join();
    process.onExit().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    Map<String, Long> found = new TreeMap<>();
    for (String line : Files.readAllLines(counts)) {
      // % time, seconds, usecs/call, calls, errors if any, name.
      String[] parts = line.trim().split("\\s+", -1);
      if (parts.length >= 5 && parts[3].chars().allMatch(Character::isDigit)) {
        String name = parts[parts.length - 1];
        found.put(name.equals("total") ? SyscallProfiler.ALL : name, Long.parseLong(parts[3]));
      }
    }
    Files.deleteIfExists(counts);
    return found;
  }
}
