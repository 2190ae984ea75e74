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

  private static final Map<String, String> BY_TEST = Map.of();

  private RumpFaults() {}

  /**
   * Why a class or a test of it cannot pass there; null if it can.
   *
   * @param method null to ask for the class
   */
  static @Nullable String of(Class<?> type, @Nullable String method) {
    return method == null ? BY_CLASS.get(type.getSimpleName()) : BY_TEST.get(method);
  }
}
