package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import java.net.InetSocketAddress;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readiness, interest and time. */
@WindowsOnly
@Timeout(60)
class IocpPollerTest extends IocpPollerFixture {

  @Test
  void levelTriggeredReadinessIsReportedUntilItIsOver() {
    long[] pair = loopback.pair();
    assertEquals(0, poller.add(pair[0], TOKEN, Interest.READ));
    assertEquals(0, poller.poll(0));
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    receive(pair[0]);
    assertWaits(SOON_NANOS);
  }

  @Test
  void interestChangesWithModify() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(0, poller.modify(pair[0], TOKEN, Interest.READ, Interest.WRITE));
    assertEventComes(Interest.WRITE);
    assertEquals(0, poller.modify(pair[0], TOKEN, Interest.WRITE, BOTH));
    send(pair[1]);
    int seen = 0;
    for (long deadline = deadline(); seen != BOTH && System.nanoTime() - deadline < 0; ) {
      assertTrue(poller.poll(PATIENCE_NANOS) <= 1);
      seen |= poller.ready(0);
    }
    assertEquals(BOTH, seen);
  }

  @Test
  void noInterestMakesNoCall() {
    long noSocket = 4;
    assertEquals(0, poller.add(noSocket, TOKEN, Interest.NONE));
    assertEquals(0, poller.modify(noSocket, TOKEN, Interest.NONE, Interest.EDGE));
    assertEquals(Poller.REMOVED, poller.remove(noSocket, TOKEN, Interest.NONE));
    int result = poller.add(noSocket, TOKEN + NEXT_GENERATION, Interest.READ);
    assertEquals(-WindowsErrors.WSAENOTSOCK, result);
    assertEquals(Kind.BAD_DESCRIPTOR, WindowsErrorCodes.INSTANCE.kind(-result));
    assertEquals(0, poller.poll(0));
    assertEquals(0, poller.requests().sent());
  }

  @Test
  void changesThatCancelOutBeforeTheWaitCostNothing() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    for (int i = 0; i < 100; i++) {
      poller.modify(pair[0], TOKEN, Interest.READ, BOTH);
      poller.modify(pair[0], TOKEN, BOTH, Interest.NONE);
      poller.modify(pair[0], TOKEN, Interest.NONE, Interest.READ);
      assertEquals(0, poller.poll(0));
    }
    assertEquals(1, poller.requests().sent());
    assertEquals(0, poller.requests().cancelled());
  }

  @Test
  void interestThatShrinksIsFilteredFromThePollThatIsUnderWay() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.NONE);
    send(pair[1]);
    assertWaits(SOON_NANOS);
    long deadline = deadline();
    while (poller.requests().outstanding() > 0 && deadline - System.nanoTime() > 0) {
      assertEquals(0, poller.poll(SOON_NANOS), "its packet is of no interest");
    }
    assertEquals(0, poller.requests().outstanding(), "its packet has not come");
    assertEquals(1, poller.requests().sent());
    assertEquals(0, poller.requests().cancelled());
    poller.modify(pair[0], TOKEN, Interest.NONE, Interest.READ);
    assertEvent(Interest.READ, PATIENCE_NANOS);
  }

  @Test
  void interestThatGrowsCancelsThePollThatIsUnderWay() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.READ, BOTH);
    assertEventComes(Interest.WRITE);
    assertEquals(2, poller.requests().sent());
    assertEquals(1, poller.requests().cancelled());
    assertEquals(0, poller.requests().outstanding());
  }

  @Test
  void lastByteOfThePeerIsReadinessAndSaidSo() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    loopback.sockets().shutdownOutput(pair[1]);
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(Interest.READ | Interest.PEER_CLOSED, poller.ready(0));
  }

  @Test
  void refusedConnectIsReported() {
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress nobody = loopback.address(listener);
    loopback.close(listener);
    long socket = loopback.open(nobody, PortOptions.defaults());
    int result = loopback.sockets().connect(socket, nobody);
    if (result == ErrorCodes.IN_PROGRESS) {
      poller.add(socket, TOKEN, Interest.WRITE);
      assertEvent(ENDED, PATIENCE_NANOS);
      result = loopback.sockets().finishConnect(socket);
    }
    assertEquals(-WindowsErrors.WSAECONNREFUSED, result);
  }

  @Test
  void establishedConnectIsReportedOnce() {
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress address = loopback.address(listener);
    long socket = loopback.open(address, PortOptions.defaults());
    loopback.sockets().connect(socket, address);
    poller.add(socket, TOKEN, Interest.WRITE);
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    assertEquals(0, loopback.sockets().finishConnect(socket));
    // AFD_POLL_CONNECT would stay raised from here on.
    poller.modify(socket, TOKEN, Interest.WRITE, Interest.READ);
    assertWaits(SOON_NANOS);
  }

  @Test
  void timeoutsAreNeverEarly() {
    long[] timeouts = {1, 1_000, 999_999, 1_000_000, 1_000_001, 2_500_000, 30_000_000};
    for (long timeoutNanos : timeouts) {
      for (int i = 0; i < 5; i++) {
        assertWaits(timeoutNanos);
      }
    }
  }

  @Test
  void longestTimeoutsWaitUntilWoken() throws Exception {
    assertWokenFrom(FOREVER);
    assertWokenFrom(Long.MIN_VALUE);
    assertWokenFrom(Long.MAX_VALUE);
  }

  @Test
  void fullBatchWithTheWakerInItLosesNothing() throws SystemCallException {
    IocpPoller small = IocpPoller.open(2);
    try {
      BitSet seen = new BitSet();
      for (int i = 0; i < 3; i++) {
        long[] pair = loopback.pair();
        small.add(pair[0], i, Interest.READ);
        send(pair[1]);
        assertEquals(0, small.waker().wakeup());
      }
      for (int polls = 0; polls < 20 && seen.cardinality() < 3; polls++) {
        int n = small.poll(SOON_NANOS);
        assertTrue(n <= 2);
        for (int i = 0; i < n; i++) {
          assertEquals(Interest.READ, small.ready(i));
          seen.set((int) small.token(i));
        }
      }
      assertEquals(3, seen.cardinality());
    } finally {
      small.close();
    }
  }

  @Test
  void pollAllocatesNothing() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.WRITE);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int n = poller.poll(PATIENCE_NANOS);
          assertTrue(n == 1 && poller.token(0) == TOKEN && poller.ready(0) == Interest.WRITE);
        });
  }

  @Test
  void changesAllocateNothing() {
    long[] pair = loopback.pair();
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int failed = poller.add(pair[0], TOKEN, Interest.READ);
          failed |= poller.modify(pair[0], TOKEN, Interest.READ, Interest.WRITE);
          failed |= poller.remove(pair[0], TOKEN, Interest.WRITE);
          assertTrue(failed == 0);
        });
  }
}
