package dev.ioserver.bsd;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What cannot be tested on a kernel of BSD that is a library on Linux (a rump kernel, see
 * docs/kqueue.md), by class, and by test. Nothing here is about the engine: each reason is the
 * place, or a fault of that kernel that a program without any Java shows too.
 */
final class RumpFaults {

  private static final Map<String, String> BY_CLASS = Map.of();

  /** "Class.test". */
  private static final Map<String, String> BY_TEST =
      Map.of(
          "KqueueWakerTest.mechanismIsTheOneThatWasFoundOrForced",
          "that kernel, of 2016, has no EVFILT_USER",
          "KqueuePollerTest.timeoutsAreFinerThanMilliseconds",
          "that kernel rounds time-outs up to its ticks, of 1 ms at best",
          "KqueuePollerTest.interruptedWaitIsNoEventAndItsChangesAreApplied",
          "signals of the host do not interrupt that kernel's calls");

  private RumpFaults() {}

  /**
   * Why a class or a test of it cannot pass there; null if it can.
   *
   * @param method null to ask for the class
   */
  static @Nullable String of(Class<?> type, @Nullable String method) {
    String name = type.getSimpleName();
    return method == null ? BY_CLASS.get(name) : BY_TEST.get(name + "." + method);
  }
}
