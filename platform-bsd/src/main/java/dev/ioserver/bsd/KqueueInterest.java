package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.api.Interest;

/**
 * Translates between {@link Interest} and the filters of {@code kqueue(2)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class KqueueInterest {

  private KqueueInterest() {}

  /**
   * Whether the kernel is to know a descriptor with this interest. Without a direction there is no
   * filter, and so nothing to register.
   */
  static boolean isRegistered(int interest) {
    return (interest & (Interest.READ | Interest.WRITE)) != 0;
  }

  /** How to register a filter. */
  static short toFlags(int interest) {
    return (interest & Interest.EDGE) != 0
        ? (short) (KQueue.EV_ADD | KQueue.EV_CLEAR)
        : KQueue.EV_ADD;
  }

  /**
   * What the kernel's event says. An end or an error is also readiness in each direction that will
   * show it: whoever reads or writes then hears of it from the call.
   *
   * @param filterFlags with EV_EOF, the errno that the socket keeps, or 0
   */
  static int fromKqueue(short filter, short flags, int filterFlags) {
    boolean reads = filter == KQueue.EVFILT_READ;
    int ready = reads ? Interest.READ : Interest.WRITE;
    if ((flags & KQueue.EV_EOF) == 0) {
      return ready;
    }
    // The end of the output is our own doing as a rule: a shut-down raises it as well.
    if (reads) {
      ready |= Interest.PEER_CLOSED;
    }
    if (filterFlags != 0) {
      ready |= Interest.READ | Interest.WRITE | Interest.ERROR;
    }
    return ready;
  }

  /**
   * What a registration that was refused says of the descriptor's readiness; {@link Interest#NONE}
   * if it is a failure. EPIPE: macOS refuses to register a pipe whose other end is closed. That end
   * is what it would report.
   */
  static int fromRefusal(int code) {
    return code == Errno.EPIPE
        ? Interest.READ | Interest.WRITE | Interest.PEER_CLOSED
        : Interest.NONE;
  }
}
