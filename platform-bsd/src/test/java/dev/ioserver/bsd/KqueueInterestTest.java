package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.api.Interest;
import org.junit.jupiter.api.Test;

@OnKqueue
class KqueueInterestTest {

  private static final short NO_FLAGS = 0;
  private static final int ALL = Interest.READ | Interest.WRITE | Interest.ERROR;

  @Test
  void endOfTheInputIsSaidAndEndOfTheOutputIsNot() {
    assertEquals(Interest.READ, KqueueInterest.fromKqueue(KQueue.EVFILT_READ, NO_FLAGS, 0));
    assertEquals(
        Interest.READ | Interest.PEER_CLOSED,
        KqueueInterest.fromKqueue(KQueue.EVFILT_READ, KQueue.EV_EOF, 0));
    assertEquals(Interest.WRITE, KqueueInterest.fromKqueue(KQueue.EVFILT_WRITE, KQueue.EV_EOF, 0));
  }

  @Test
  void errorOfASocketIsReadinessInBothDirections() {
    assertEquals(
        ALL | Interest.PEER_CLOSED,
        KqueueInterest.fromKqueue(KQueue.EVFILT_READ, KQueue.EV_EOF, Errno.ECONNRESET));
    assertEquals(
        ALL, KqueueInterest.fromKqueue(KQueue.EVFILT_WRITE, KQueue.EV_EOF, Errno.ECONNRESET));
  }

  /** macOS answers EPIPE to whoever registers a pipe whose other end is closed. */
  @Test
  void pipeThatMacosRefusesIsReadyAndNoFailure() {
    assertEquals(
        Interest.READ | Interest.WRITE | Interest.PEER_CLOSED,
        KqueueInterest.fromRefusal(Errno.EPIPE));
    assertEquals(Interest.NONE, KqueueInterest.fromRefusal(Errno.EBADF));
  }
}
