package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;

/**
 * What the codes of a system mean. A call of {@link Sockets} or {@link Poller} that fails returns
 * the system's code negated, or one of the two outcomes here that are no failures.
 *
 * <p>Thread-safety: any thread.
 */
public interface ErrorCodes {

  /** Not now: the descriptor is not ready, and readiness will be reported. */
  int WOULD_BLOCK = Integer.MIN_VALUE;

  /** A connect was begun; writability will report its outcome. */
  int IN_PROGRESS = Integer.MIN_VALUE + 1;

  /**
   * {@return the system's name for a code, "ECONNRESET" for example}
   *
   * @param code as a call has given it, without its sign
   */
  String name(int code);

  /**
   * {@return what a code says, in words}
   *
   * @param code as a call has given it, without its sign
   */
  String text(int code);

  /**
   * {@return what a code means on every system}
   *
   * @param code as a call has given it, without its sign
   */
  Kind kind(int code);

  /**
   * Makes the exception for a failed call.
   *
   * @param call the name of the call
   * @param detail what it was called with; may be empty
   * @param result what it returned: a code, negated
   * @return the exception, to be thrown
   */
  default SystemCallException failure(String call, String detail, int result) {
    int code = -result;
    return new SystemCallException(call, detail, code, name(code), text(code), kind(code));
  }
}
