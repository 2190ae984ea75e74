package dev.ioserver.bench.run;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the system calls of this process and its children from start to stop. */
abstract class SyscallCounter {

  /** Starts whatever works here: perf, which slows nothing down, else strace. */
  static SyscallCounter start() throws IOException {
    String pids =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(","));
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
  abstract Map<String, Long> stop() throws IOException;
}
