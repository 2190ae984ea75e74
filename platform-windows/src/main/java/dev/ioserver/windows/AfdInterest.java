package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Afd;
import dev.ioserver.engine.api.Interest;

/**
 * Translates between {@link Interest} and the event bits of an AFD poll.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class AfdInterest {

  /** What is always asked for along with a direction: that the socket is at its end. */
  private static final int ENDS =
      Afd.AFD_POLL_ABORT | Afd.AFD_POLL_CONNECT_FAIL | Afd.AFD_POLL_LOCAL_CLOSE;

  private AfdInterest() {}

  /** Whether the kernel is to be asked with this interest. Without a direction it is not. */
  static boolean isRegistered(int interest) {
    return (interest & (Interest.READ | Interest.WRITE)) != 0;
  }

  /**
   * What to ask the kernel for. Never AFD_POLL_CONNECT: it stays raised for as long as there is a
   * connection, and AFD_POLL_SEND tells of a new one as well.
   */
  static int toAfd(int interest) {
    int events = ENDS;
    if ((interest & Interest.READ) != 0) {
      events |= Afd.AFD_POLL_RECEIVE | Afd.AFD_POLL_ACCEPT | Afd.AFD_POLL_DISCONNECT;
    }
    if ((interest & Interest.WRITE) != 0) {
      events |= Afd.AFD_POLL_SEND;
    }
    return events;
  }

  /**
   * What the kernel's answer says to an interest, which may have shrunk since the poll was sent. An
   * end or an error is also readiness in each direction that will show it: whoever reads or writes
   * then hears of it from the call.
   */
  static int fromAfd(int events, int interest) {
    int ready = 0;
    if ((events & (Afd.AFD_POLL_RECEIVE | Afd.AFD_POLL_ACCEPT)) != 0) {
      ready |= Interest.READ;
    }
    if ((events & Afd.AFD_POLL_SEND) != 0) {
      ready |= Interest.WRITE;
    }
    ready &= interest;
    if ((events & Afd.AFD_POLL_DISCONNECT) != 0 && (interest & Interest.READ) != 0) {
      ready |= Interest.READ | Interest.PEER_CLOSED;
    }
    if ((events & (Afd.AFD_POLL_ABORT | Afd.AFD_POLL_CONNECT_FAIL)) != 0
        && isRegistered(interest)) {
      ready |= Interest.READ | Interest.WRITE | Interest.PEER_CLOSED | Interest.ERROR;
    }
    return ready;
  }
}
