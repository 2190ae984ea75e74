package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.ArrayList;
import java.util.List;

/**
 * The functions that {@code PosixCalls} calls. Their types are the same on every system, which a
 * test confirms. Immutable, thread-safe.
 */
public final class PosixFunctions {
  // Filled below, read-only from then on.
  private static final List<CFunction> REQUIRED = new ArrayList<>();

  public static final CFunction SOCKET =
      required(CFunction.ofInt("socket", JAVA_INT, JAVA_INT, JAVA_INT));

  public static final CFunction BIND =
      required(CFunction.ofInt("bind", JAVA_INT, ADDRESS, JAVA_INT));

  public static final CFunction LISTEN = required(CFunction.ofInt("listen", JAVA_INT, JAVA_INT));

  public static final CFunction ACCEPT =
      required(CFunction.ofInt("accept", JAVA_INT, ADDRESS, ADDRESS));

  /** Not on macOS. */
  public static final CFunction ACCEPT4 =
      CFunction.ofInt("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  public static final CFunction CONNECT =
      required(CFunction.ofInt("connect", JAVA_INT, ADDRESS, JAVA_INT));

  public static final CFunction SHUTDOWN =
      required(CFunction.ofInt("shutdown", JAVA_INT, JAVA_INT));

  public static final CFunction GETSOCKNAME =
      required(CFunction.ofInt("getsockname", JAVA_INT, ADDRESS, ADDRESS));

  public static final CFunction GETPEERNAME =
      required(CFunction.ofInt("getpeername", JAVA_INT, ADDRESS, ADDRESS));

  public static final CFunction GETSOCKOPT =
      required(CFunction.ofInt("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  public static final CFunction SETSOCKOPT =
      required(CFunction.ofInt("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  public static final CFunction READ =
      required(CFunction.ofLong("read", JAVA_INT, ADDRESS, JAVA_LONG));

  public static final CFunction WRITE =
      required(CFunction.ofLong("write", JAVA_INT, ADDRESS, JAVA_LONG));

  public static final CFunction RECV =
      required(CFunction.ofLong("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  public static final CFunction SEND =
      required(CFunction.ofLong("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  public static final CFunction RECV_AT =
      required(CFunction.ofLong("recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  public static final CFunction SEND_AT =
      required(CFunction.ofLong("send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  public static final CFunction SENDMSG =
      required(CFunction.ofLong("sendmsg", JAVA_INT, ADDRESS, JAVA_INT));

  public static final CFunction RECVMSG =
      required(CFunction.ofLong("recvmsg", JAVA_INT, ADDRESS, JAVA_INT));

  public static final CFunction CLOSE = required(CFunction.ofInt("close", JAVA_INT));

  /** The form with one int argument. */
  public static final CFunction FCNTL =
      required(CFunction.ofInt("fcntl", JAVA_INT, JAVA_INT, JAVA_INT).variadicFrom(2));

  public static final CFunction GETRLIMIT =
      required(CFunction.ofInt("getrlimit", JAVA_INT, ADDRESS));

  private PosixFunctions() {}

  /** Those without which nothing works. */
  public static List<CFunction> required() {
    return List.copyOf(REQUIRED);
  }

  private static CFunction required(CFunction function) {
    REQUIRED.add(function);
    return function;
  }
}
