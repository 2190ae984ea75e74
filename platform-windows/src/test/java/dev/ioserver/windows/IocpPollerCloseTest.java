package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A poller that is closed leaves neither memory to the kernel nor a handle to the process. */
@WindowsOnly
@Timeout(60)
class IocpPollerCloseTest extends IocpPollerFixture {

  @Test
  void closeCancelsWhatIsPendingAndCollectsItsPackets() throws SystemCallException {
    IocpPoller other = IocpPoller.open(4);
    long[] sockets = fresh(100);
    for (int i = 0; i < sockets.length; i++) {
      other.add(sockets[i], i, Interest.READ);
    }
    assertEquals(0, other.poll(0));
    assertEquals(100, other.requests().outstanding());
    assertTrue(other.isMemoryHeld());
    other.close();
    assertEquals(0, other.requests().outstanding());
    assertFalse(other.isMemoryHeld());
    other.close();
    // The sockets are as they were, for the next poller.
    poller.add(sockets[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
  }

  @Test
  void closeLeavesNoHandle() {
    useAndClose();
    assertTrue(TestCalls.handles() > 0);
    TestCalls.assertHandlesKept(
        () -> {
          for (int i = 0; i < 10; i++) {
            useAndClose();
          }
        });
  }

  /** What is open shows in the count; else the test above would prove nothing. */
  @Test
  void handlesAreCounted() {
    List<IocpPoller> opened = new ArrayList<>();
    // A port and one handle of AFD.
    TestCalls.assertHandles(2, () -> opened.add(open(1)));
    opened.forEach(IocpPoller::close);
    TestCalls.assertHandlesKept(() -> open(1).close());
  }

  private static IocpPoller open(int maxEvents) {
    try {
      return IocpPoller.open(maxEvents);
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  private void useAndClose() {
    IocpPoller other = open(4);
    long[] sockets = fresh(40);
    for (int i = 0; i < sockets.length; i++) {
      other.add(sockets[i], i, Interest.READ);
    }
    assertEquals(0, other.poll(0));
    for (int i = 0; i < sockets.length; i += 2) {
      other.remove(sockets[i], i, Interest.READ);
    }
    other.close();
    for (long socket : sockets) {
      loopback.close(socket);
    }
  }
}
