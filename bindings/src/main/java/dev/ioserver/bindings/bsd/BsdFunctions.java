package dev.ioserver.bindings.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.abi.CFunction;

/**
 * The functions that {@link BsdCalls} calls. Their types are the same on every target, which a test
 * confirms. Immutable, thread-safe.
 */
final class BsdFunctions {
  static final CFunction KQUEUE = CFunction.ofInt("kqueue");

  static final CFunction KEVENT =
      CFunction.ofInt("kevent", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);

  static final CFunction PIPE = CFunction.ofInt("pipe", ADDRESS);

  private BsdFunctions() {}
}
