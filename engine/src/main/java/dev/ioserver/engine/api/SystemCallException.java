package dev.ioserver.engine.api;

import java.io.IOException;
import java.io.Serial;

/**
 * A system call that failed: which call, with which code, what that means and what can be done. The
 * same failure has the same {@link #kind()} on every engine.
 */
public final class SystemCallException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** What went wrong, the same on every system. */
  public enum Kind {
    /** The address is taken. */
    ADDRESS_IN_USE,
    /** The address is not one of this host's. */
    ADDRESS_NOT_AVAILABLE,
    /** The system does not allow it (a port below 1024, a firewall). */
    PERMISSION_DENIED,
    /** Nobody listens there. */
    CONNECTION_REFUSED,
    /** The peer reset the connection, or it was closed under a write. */
    CONNECTION_RESET,
    /** No answer in time. */
    TIMED_OUT,
    /** No way to that network or host. */
    UNREACHABLE,
    /** No descriptors left, of the process or of the system. */
    TOO_MANY_DESCRIPTORS,
    /** No memory or buffers left in the system. */
    NO_RESOURCES,
    /** The descriptor is closed or not one that can be waited for. */
    BAD_DESCRIPTOR,
    /** The system does not know the call or the option. */
    NOT_SUPPORTED,
    /** Anything else; see the code. */
    OTHER
  }

  /** The name of the call. */
  private final String call;

  /** The system's error code, or 0. */
  private final int code;

  /** The system's name for the code. */
  private final String codeName;

  /** What the code means on every system. */
  private final Kind kind;

  /**
   * For engines, with the remedy that its kind suggests.
   *
   * @param call the name of the call, "bind" for example
   * @param detail what it was called with, "127.0.0.1:80" for example; may be empty
   * @param code the system's error code, above 0; 0 if the engine itself gave up (a time-out)
   * @param codeName the system's name for it, "EADDRINUSE" for example
   * @param text what the code says in words
   * @param kind its meaning on every system
   */
  public SystemCallException(
      String call, String detail, int code, String codeName, String text, Kind kind) {
    this(call, detail, code, codeName, text, kind, remedy(kind));
  }

  /**
   * For engines that know more of what would help than the kind of the failure says.
   *
   * @param call the name of the call
   * @param detail what it was called with; may be empty
   * @param code the system's error code, above 0
   * @param codeName the system's name for the code
   * @param text what the code says, in words
   * @param kind what it means on every system
   * @param remedy what can be done about it; may be empty
   */
  public SystemCallException(
      String call,
      String detail,
      int code,
      String codeName,
      String text,
      Kind kind,
      String remedy) {
    super(
        call
            + (detail.isEmpty() ? "" : "(" + detail + ")")
            + " failed: "
            + codeName
            + (code == 0 ? "" : " (" + code + ")")
            + ", "
            + text
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.call = call;
    this.code = code;
    this.codeName = codeName;
    this.kind = kind;
  }

  /**
   * {@return a failure for engines: a call has thrown where it should have failed with a code,
   * because this process has no memory, or by a mistake of the engine}
   *
   * @param call the name of the call
   * @param detail what it was about, an address for example
   * @param thrown what it has thrown, which becomes the cause
   */
  public static SystemCallException thrown(String call, String detail, Throwable thrown) {
    boolean noMemory = thrown instanceof OutOfMemoryError;
    SystemCallException made =
        new SystemCallException(
            call,
            detail,
            0,
            noMemory ? "ENOMEM" : thrown.getClass().getSimpleName(),
            String.valueOf(thrown.getMessage()),
            noMemory ? Kind.NO_RESOURCES : Kind.OTHER,
            noMemory
                ? "raise -XX:MaxDirectMemorySize or -Xmx, or keep fewer connections"
                : "this is a mistake in the engine");
    var _ = made.initCause(thrown);
    return made;
  }

  /** {@return the name of the call that failed} */
  public String call() {
    return call;
  }

  /** {@return the system's error code, above 0; 0 if the engine itself gave up} */
  public int code() {
    return code;
  }

  /** {@return the system's name for the code} */
  public String codeName() {
    return codeName;
  }

  /** {@return what it means on every system} */
  public Kind kind() {
    return kind;
  }

  private static String remedy(Kind kind) {
    return switch (kind) {
      case ADDRESS_IN_USE -> "choose another port, or stop the program that listens there";
      case ADDRESS_NOT_AVAILABLE -> "use an address of this host, or 0.0.0.0 for all of them";
      case PERMISSION_DENIED -> "use a port above 1023, or run with the right to use this one";
      case CONNECTION_REFUSED -> "is the server running, and is that its port?";
      case TOO_MANY_DESCRIPTORS -> "raise the limit (ulimit -n) or close connections";
      case NO_RESOURCES -> "the system is short of socket memory";
      case CONNECTION_RESET, TIMED_OUT, UNREACHABLE, BAD_DESCRIPTOR, NOT_SUPPORTED, OTHER -> "";
    };
  }
}
