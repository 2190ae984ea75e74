package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdBindings;
import dev.ioserver.bindings.bsd.BsdTarget;
import dev.ioserver.bindings.bsd.KEvent;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.posix.DescriptorLimit;
import dev.ioserver.posix.SocketCalls;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this machine offers, in words: {@code uname(1)}, {@code getrlimit(2)}. What cannot be found
 * out is said to be unknown; nothing here fails.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class BsdFeatures {

  private static final String UNKNOWN = "unknown";

  private BsdFeatures() {}

  /** Name to value, in a fixed order. Only where the engine is available. */
  static Map<String, String> found() {
    Map<String, String> found = new LinkedHashMap<>();
    found.put(
        "kernel",
        System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", UNKNOWN));
    found.put("kqueue", kqueue());
    found.put("struct kevent", KEvent.LAYOUT.byteSize() + " bytes");
    found.put("waker", waker());
    found.put("timer resolution", "1 ns, as far as the kernel's clock goes");
    found.put("accepting", accepting());
    found.put("descriptor limit", DescriptorLimit.inWords());
    return Collections.unmodifiableMap(found);
  }

  private static String kqueue() {
    if (BsdTarget.here() != BsdTarget.LIBKQUEUE) {
      return "of the kernel";
    }
    String kind = KqueueTraits.isKernelInside() ? "of a kernel in a library, " : "libkqueue, ";
    return kind + "from " + BsdBindings.library();
  }

  private static String waker() {
    try (KqueuePoller poller = KqueuePoller.open(1)) {
      String forced = System.getProperty(KqueueWaker.PROPERTY);
      return poller.mechanism()
          + (forced == null ? "" : " (" + KqueueWaker.PROPERTY + "=" + forced + ")");
    } catch (SystemCallException e) {
      return UNKNOWN + ": " + e.getMessage();
    }
  }

  private static String accepting() {
    return SocketCalls.HAS_FLAGS ? "accept4" : "accept, and two calls of fcntl";
  }
}
