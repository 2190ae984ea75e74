package dev.ioserver.bench.run;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the system calls of some processes from start to stop. */
public abstract class SyscallCounter {

  SyscallCounter() {}

  /**
   * Starts whatever works here, for this process and its children: perf, which slows nothing down,
   * else strace.
   */
  static SyscallCounter start() throws IOException {
    String pids =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(","));
    return start(pids);
  }

  /** The same for another process alone. */
  public static SyscallCounter start(long pid) throws IOException {
    return start(Long.toString(pid));
  }

  private static SyscallCounter start(String pids) throws IOException {
    String perf;
    try {
      return new PerfCounter(pids);
    } catch (IOException e) {
      perf = String.valueOf(e.getMessage());
    }
    try {
      return new StraceCounter(pids);
    } catch (IOException e) {
      throw new IOException("perf: " + perf + "; strace: " + e.getMessage(), e);
    }
  }

  /** Why nothing can be counted here, or null. */
  static @Nullable String unavailabilityCause() {
    try {
      start().stop();
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Stops, and gives the calls by name, {@link SyscallProfiler#ALL} among them. */
  public abstract Map<String, Long> stop() throws IOException;
}
