package dev.ioserver.linux;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.posix.DescriptorLimit;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers, in words: {@code uname(2)}, {@code getrlimit(2)}, {@code proc(5)}. What
 * cannot be found out is said to be unknown; nothing here fails.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class LinuxFeatures {

  private static final String UNKNOWN = "unknown";
  private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");
  private static final Path TIMER_SLACK = Path.of("/proc/self/timerslack_ns");
  private static final Path PRELOAD = Path.of("/etc/ld.so.preload");

  private LinuxFeatures() {}

  /** Name to value, in a fixed order. Only where the engine is available. */
  static Map<String, String> found() {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("kernel", System.getProperty("os.version", UNKNOWN));
    putTimers(found);
    found.put("descriptor limit", DescriptorLimit.inWords());
    found.put("listen backlog limit", orUnknown(read(SOMAXCONN)) + " (somaxconn)");
    found.put("socket calls", interposer());
    putBusyPolling(found);
    int barrier = Membarriers.registered();
    found.put("process barrier (membarrier)", barrier < 0 ? no(barrier) : "yes");
    return Collections.unmodifiableMap(found);
  }

  private static void putTimers(Map<String, String> found) {
    String call = UNKNOWN;
    String resolution = UNKNOWN;
    try {
      EpollPoller poller = EpollPoller.open(1);
      try {
        boolean nanos = poller.resolutionNanos() == 1;
        call = nanos ? "yes" : "no: it needs kernel 5.11, glibc 2.35 and no filter against it";
        resolution = nanos ? "1 ns" + slack() : "1 ms";
      } finally {
        poller.close();
      }
    } catch (SystemCallException e) {
      call = UNKNOWN + ": " + e.getMessage();
    }
    found.put("epoll_pwait2", call);
    found.put("timer resolution", resolution);
  }

  /** The kernel ends timed waits later by up to this, to end several at once: {@code prctl(2)}. */
  private static String slack() {
    String slack = read(TIMER_SLACK);
    return slack == null ? "" : " (the kernel may add a slack of " + slack + " ns)";
  }

  /** A preloaded library comes before the C library, and takes the socket calls if it has them. */
  private static String interposer() {
    String preload = System.getenv("LD_PRELOAD");
    if (preload == null || preload.isBlank()) {
      preload = read(PRELOAD);
    }
    return preload == null || preload.isBlank()
        ? "of the C library"
        : "of the C library, unless preloaded libraries take them: " + preload;
  }

  /** Tried, each on a descriptor of its own: a version says nothing of filters and builds. */
  private static void putBusyPolling(Map<String, String> found) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      found.put("busy polling per epoll (EPIOCSPARAMS)", ofEpoll(EpollBusyPoll.probe(errno)));
      found.put("busy polling of sockets (SO_BUSY_POLL)", ofSockets(errno));
    }
    int micros = BusyPoll.systemMicros();
    found.put(
        "busy polling of all waits (net.core.busy_poll)",
        micros < 0 ? "cannot be seen here" : micros == 0 ? "off" : micros + " us");
  }

  private static String ofEpoll(int result) {
    String needs = result == -Errno.ENOTTY ? "; it needs Linux 6.9" : "";
    return result < 0 ? no(result) + needs : "yes";
  }

  private static String ofSockets(MemorySegment errno) {
    int micros = SocketBusyPoll.byDefault(errno);
    if (micros < 0) {
      return no(micros);
    }
    int more = SocketBusyPoll.probe(errno, micros + 1);
    return "yes, "
        + micros
        + " us by default"
        + (more == -Errno.EPERM ? "; more needs CAP_NET_ADMIN" : "");
  }

  private static String no(int result) {
    return "no: " + Errno.name(-result) + ", " + Errno.text(-result);
  }

  private static String orUnknown(@Nullable String value) {
    return value == null ? UNKNOWN : value;
  }

  /**
   * The lines of a small file as one, or null where it is missing or may not be read. Not with
   * readString, which asks for one byte first, as the file says that it is empty: the settings
   * below /proc/sys answer the first read alone, and "4096" would be "4".
   */
  private static @Nullable String read(Path file) {
    try {
      return String.join(" ", Files.readAllLines(file)).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
