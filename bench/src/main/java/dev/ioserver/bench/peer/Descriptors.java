package dev.ioserver.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How many files and sockets a process may have open. */
public final class Descriptors {

  /** What a JVM has open beside the connections: jars, pipes, files of this and that. */
  private static final int OTHERS = 150;

  private static final String KEY = "Max open files";

  private Descriptors() {}

  /**
   * Why a process here cannot have so many connections, with the remedy, or null if it can. A JVM
   * raises its limit as far as it may, and hands it on to its children.
   */
  public static @Nullable String unavailabilityCause(int connections) {
    long limit = limit();
    return connections <= limit - OTHERS ? null : cause(connections, limit);
  }

  static String cause(int connections, long limit) {
    return String.format(
        "%d connections need %d descriptors in a process, and it may have %d: raise the limit"
            + " (as root 'ulimit -Hn %d; ulimit -n %d' before the command, or LimitNOFILE= of"
            + " systemd), or ask for at most %d connections",
        connections,
        connections + OTHERS,
        limit,
        connections + OTHERS,
        connections + OTHERS,
        Math.max(0, limit - OTHERS));
  }

  /** The soft limit of this process; without end if the system does not tell. */
  private static long limit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith(KEY)) {
          String soft = line.substring(KEY.length()).trim().split("\\s+", -1)[0];
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException _) {
      // Not Linux.
    }
    return Long.MAX_VALUE;
  }
}
