package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.CFunction;
import java.util.ArrayList;
import java.util.List;

/** The functions that {@link LinuxCalls} calls. Immutable, thread-safe. */
final class LinuxFunctions {
  // Filled below, read-only from then on.
  private static final List<CFunction> REQUIRED = new ArrayList<>();

  static final CFunction EPOLL_CREATE1 = required(CFunction.ofInt("epoll_create1", JAVA_INT));

  static final CFunction EPOLL_CTL =
      required(CFunction.ofInt("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  static final CFunction EPOLL_WAIT =
      required(CFunction.ofInt("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  /** Since glibc 2.35. */
  static final CFunction EPOLL_PWAIT2 =
      CFunction.ofInt("epoll_pwait2", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

  static final CFunction EVENTFD = required(CFunction.ofInt("eventfd", JAVA_INT, JAVA_INT));

  static final CFunction READV = required(CFunction.ofLong("readv", JAVA_INT, ADDRESS, JAVA_INT));

  static final CFunction WRITEV = required(CFunction.ofLong("writev", JAVA_INT, ADDRESS, JAVA_INT));

  static final CFunction RECVMMSG =
      required(CFunction.ofInt("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  static final CFunction SENDMMSG =
      required(CFunction.ofInt("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  /** The form with one pointer behind the request. */
  static final CFunction IOCTL =
      required(CFunction.ofInt("ioctl", JAVA_INT, JAVA_LONG, ADDRESS).variadicFrom(2));

  static final CFunction SETRLIMIT = required(CFunction.ofInt("setrlimit", JAVA_INT, ADDRESS));

  /** The form with two ints behind the number of the call. */
  static final CFunction SYSCALL =
      required(CFunction.ofLong("syscall", JAVA_LONG, JAVA_INT, JAVA_INT).variadicFrom(1));

  private LinuxFunctions() {}

  /** Those without which nothing works. */
  static List<CFunction> required() {
    return List.copyOf(REQUIRED);
  }

  private static CFunction required(CFunction function) {
    REQUIRED.add(function);
    return function;
  }
}
