package dev.ioserver.engine.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.PortMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParkerTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int ROUNDS = Boolean.getBoolean("ioserver.stress") ? 20_000 : 500;

  private final AtomicInteger calls = new AtomicInteger();
  private final PollerParker parker = new PollerParker(calls::incrementAndGet);

  @Test
  void anAwakeThreadIsNotWoken() {
    parker.unparkCounted();
    parker.publishAndUnpark();
    assertEquals(0, calls.get());
    assertEquals(2, parker.asked());
    assertEquals(0, parker.written());
  }

  @Test
  void aParkedThreadIsWokenOnce() {
    parker.announceParked();
    parker.unparkCounted();
    parker.unparkCounted();
    assertEquals(1, calls.get());
    parker.awake();
    parker.unparkCounted();
    assertEquals(1, calls.get());
    parker.announceParked();
    parker.unparkCounted();
    assertEquals(2, calls.get());
    assertEquals(2, parker.parks());
    assertEquals(2, parker.written());
  }

  @Test
  void manyThreadsThatWakeAtOnceMakeOneCall() throws InterruptedException {
    int threads = 4;
    for (int round = 1; round <= ROUNDS / 10; round++) {
      parker.announceParked();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> wakers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        wakers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      awaitLatch(start);
                      parker.publishAndUnpark();
                    }));
      }
      start.countDown();
      for (Thread waker : wakers) {
        waker.join();
      }
      parker.awake();
      assertEquals(round, calls.get());
    }
    parker.drainWakers();
  }

  @Test
  void aThreadThatHasBeenAwakeForLongFencesForItsWakersBeforeItParks() {
    AtomicInteger barriers = new AtomicInteger();
    PollerParker lively = new PollerParker(calls::incrementAndGet, barriers::incrementAndGet);
    stayAwake(lively, PollerParker.LONG - 1);
    assertFalse(lively.isLongAwake());
    lively.announceParked();
    lively.awake();
    assertEquals(0, barriers.get(), "it was not awake for long");
    stayAwake(lively, PollerParker.LONG);
    assertTrue(lively.isLongAwake());
    lively.publishAndUnpark();
    lively.unparkCounted();
    lively.wakeup();
    assertEquals(0, calls.get());
    lively.announceParked();
    assertEquals(1, barriers.get());
    assertFalse(lively.isLongAwake());
    lively.publishAndUnpark();
    assertEquals(1, calls.get());
    lively.awake();
    assertFalse(lively.isLongAwake(), "it begins anew");
    lively.announceParked();
    assertEquals(1, barriers.get());
    lively.awake();
    lively.drainWakers();
    assertEquals(4, lively.asked());
  }

  @Test
  void withoutABarrierNobodyIsLongAwake() {
    stayAwake(parker, 2 * PollerParker.LONG);
    assertFalse(parker.isLongAwake());
    parker.announceParked();
    parker.publishAndUnpark();
    assertEquals(1, calls.get());
  }

  /** Rather no park than a lost wake-up. */
  @Test
  void aBarrierThatFailsIsReportedAndTheThreadIsAwake() {
    PollerParker failing =
        new PollerParker(
            calls::incrementAndGet,
            () -> {
              throw new IllegalStateException("on purpose");
            });
    stayAwake(failing, PollerParker.LONG);
    assertThrows(IllegalStateException.class, failing::announceParked);
    failing.awake();
    failing.publishAndUnpark();
    assertEquals(0, calls.get());
    assertThrows(IllegalStateException.class, failing::announceParked, "it is still needed");
    failing.awake();
  }

  private static void stayAwake(PollerParker parker, int polls) {
    for (int i = 0; i < polls; i++) {
      parker.polledAwake();
    }
  }

  @Test
  void drainWakersWaitsForTheCallThatIsUnderWay() throws InterruptedException {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    PollerParker slow =
        new PollerParker(
            () -> {
              inCall.countDown();
              awaitLatch(mayReturn);
              return 0;
            });
    slow.announceParked();
    Thread waker = Thread.ofPlatform().start(slow::publishAndUnpark);
    inCall.await();
    slow.awake();
    AtomicBoolean drained = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  slow.drainWakers();
                  drained.set(true);
                });
    closer.join(50);
    assertFalse(drained.get(), "closed while a waker was writing");
    mayReturn.countDown();
    closer.join();
    waker.join();
    assertTrue(drained.get());
  }

  @Test
  void aWakerThatFailsStillCounts() {
    PollerParker failing =
        new PollerParker(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    failing.announceParked();
    try {
      failing.publishAndUnpark();
    } catch (IllegalStateException expected) {
      // What matters is that closing does not wait for it for ever.
    }
    failing.awake();
    failing.drainWakers();
    assertEquals(1, failing.written());
  }

  @Test
  void parkEndsAtTheDeadline() {
    long began = System.nanoTime();
    Parker.current().park(Condition.NEVER, began + 20 * MILLI, true);
    assertTrue(System.nanoTime() - began >= 20 * MILLI, "ended early for no reason");
  }

  @Test
  void parkDoesNotBlockWhenTheConditionIsReady() {
    Parker.current().park(() -> true, 0, false);
  }

  @Test
  void parkEndsOnInterruptAndLeavesTheStatus() {
    Thread.currentThread().interrupt();
    Parker.current().park(Condition.NEVER, 0, false);
    assertTrue(Thread.interrupted());
  }

  @Test
  void aLeftOverPermitDoesNotEndAPark() {
    LockSupport.unpark(Thread.currentThread());
    long began = System.nanoTime();
    Parker.current().park(Condition.NEVER, began + 20 * MILLI, true);
    assertTrue(System.nanoTime() - began >= 20 * MILLI, "a spurious return was handed on");
  }

  @Test
  void anUnparkWithoutConditionEndsAPark() throws InterruptedException {
    AtomicBoolean parked = new AtomicBoolean();
    Parker[] of = new Parker[1];
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  of[0] = Parker.current();
                  of[0].park(
                      () -> {
                        parked.set(true);
                        return false;
                      },
                      0,
                      false);
                });
    while (!parked.get()) {
      Thread.onSpinWait();
    }
    // The condition is asked after the announcement, so that this unpark must end the park.
    of[0].unpark();
    sleeper.join();
  }

  @Test
  void platformAndVirtualThreadsLoseNoWake() throws InterruptedException {
    pingPong(Thread.ofPlatform());
    pingPong(Thread.ofVirtual());
  }

  /** Each side waits for the other's number; a lost wake-up hangs it, and the time-out tells. */
  private static void pingPong(Thread.Builder builder) throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    Parker[] parkers = new Parker[2];
    CountDownLatch bound = new CountDownLatch(2);
    List<Thread> threads = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      int me = side;
      threads.add(
          builder.start(
              () -> {
                parkers[me] = Parker.current();
                bound.countDown();
                awaitLatch(bound);
                for (int i = me; i < 2 * ROUNDS; i += 2) {
                  int mine = i;
                  while (turn.get() != mine) {
                    parkers[me].park(() -> turn.get() == mine, 0, false);
                  }
                  turn.set(mine + 1);
                  java.lang.invoke.VarHandle.fullFence();
                  parkers[1 - me].unpark();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2 * ROUNDS, turn.get());
  }

  @Test
  void aThreadHasOneParkerUntilItIsBoundToAnother() {
    Parker mine = Parker.current();
    assertSame(mine, Parker.current());
    Driver driver = new Driver();
    Parker.bind(driver);
    try {
      assertSame(driver, Parker.current());
      driver.current = false;
      assertNotSame(driver, Parker.current(), "the parker of a loop that is run elsewhere");
    } finally {
      Parker.bind(null);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Driver implements LoopRunner {

    boolean current = true;

    @Override
    public void park(Condition condition, long deadlineNanos, boolean timed) {
      throw new AssertionError("not parked in this test");
    }

    @Override
    public void unpark() {
      throw new AssertionError("not parked in this test");
    }

    @Override
    public void flush() {
      // Nothing to write.
    }

    @Override
    public void runOnce(Condition condition) {
      // Nothing to run.
    }

    @Override
    public boolean hasHandedOver() {
      return false;
    }

    @Override
    public @Nullable PortMessage takeHandedOver() {
      return null;
    }

    @Override
    public boolean isCurrent() {
      return current;
    }

    @Override
    public void parkUntilWoken(Condition condition, long deadlineNanos, boolean timed) {
      throw new AssertionError("not parked in this test");
    }

    @Override
    public boolean takeWakeup() {
      return false;
    }

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public boolean taking(boolean begins) {
      return false;
    }

    @Override
    public IllegalStateException notOwner(String what) {
      return new IllegalStateException(what);
    }
  }
}
