package dev.ioserver.windows;

import dev.ioserver.engine.api.SystemCallException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What this machine offers, in words. What cannot be found out is said to be unknown; nothing here
 * fails.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class WindowsFeatures {

  private static final String UNKNOWN = "unknown";

  private WindowsFeatures() {}

  /** Name to value, in a fixed order. Only where the engine is available. */
  static Map<String, String> found() {
    Map<String, String> found = new LinkedHashMap<>();
    found.put(
        "system",
        System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", UNKNOWN));
    found.put("readiness", "AFD polls, " + AfdHandles.MOST_SOCKETS + " sockets per handle");
    found.put("timer resolution", timerResolution());
    found.put("address use", "exclusive (SO_EXCLUSIVEADDRUSE); listeners cannot share one");
    found.put("datagram calls", datagrams(DatagramFeatures::inWords));
    found.put("groups of one source", datagrams(DatagramFeatures::sourcesInWords));
    return Collections.unmodifiableMap(found);
  }

  private static String datagrams(Function<DatagramFeatures, String> words) {
    try {
      Winsock.start();
      return words.apply(DatagramFeatures.found());
    } catch (SystemCallException e) {
      return UNKNOWN + ": " + e.getMessage();
    }
  }

  private static String timerResolution() {
    try {
      IocpPoller poller = IocpPoller.open(1);
      long millis = TimeUnit.NANOSECONDS.toMillis(poller.resolutionNanos());
      poller.close();
      return millis + " ms, or the tick of the system's clock if that is longer";
    } catch (SystemCallException e) {
      return UNKNOWN + ": " + e.getMessage();
    }
  }
}
