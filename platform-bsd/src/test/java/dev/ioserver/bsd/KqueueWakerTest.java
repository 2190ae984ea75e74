package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.bsd.KEvent;
import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Waker;
import dev.ioserver.testkit.fixture.AllocationMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every waker does; with the mechanism that was found. */
@OnKqueue
@Timeout(60)
class KqueueWakerTest {

  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private KqueuePoller poller;
  private Waker waker;

  @BeforeEach
  void open() throws SystemCallException {
    poller = KqueuePoller.open(8);
    waker = poller.waker();
  }

  @AfterEach
  void close() {
    poller.close();
  }

  /** Which one it is. */
  Class<? extends KqueueWaker> mechanism() {
    return UserEventWaker.class;
  }

  @Test
  void mechanismIsTheOneThatWasFoundOrForced() {
    assertInstanceOf(mechanism(), waker);
  }

  @Test
  void freshPollerIsNotWokenByTheProbe() {
    assertWaits();
  }

  @Test
  void oneWakeEndsOneWaitAndIsNoEvent() {
    assertEquals(0, waker.wakeup());
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
  }

  /** The class of nng #575: an event that is not cleared makes every wait return at once. */
  @Test
  void severalWakesEndOneWaitNng575() {
    for (int i = 0; i < 5; i++) {
      assertEquals(0, waker.wakeup());
    }
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
  }

  /** On FreeBSD, NOTE_TRIGGER together with EV_CLEAR in one change loses the wake. */
  @Test
  void triggerIsAChangeWithoutFlagsFreebsd() {
    assertEquals(0, KEvent.flags(UserEventWaker.TRIGGER, 0));
    assertEquals(KQueue.NOTE_TRIGGER, KEvent.filterFlags(UserEventWaker.TRIGGER, 0));
    assertEquals(KqueuePoller.WAKER_TOKEN, KEvent.token(UserEventWaker.TRIGGER, 0));
  }

  @Test
  void eachWakeEndsAWait() {
    for (int i = 1; i <= 1000; i++) {
      assertEquals(0, waker.wakeup());
      assertEquals(0, poller.poll(FOREVER));
    }
    assertWaits();
  }

  @Test
  void wakesThatNobodySeesFillNothing() {
    for (int i = 0; i < 100_000; i++) {
      assertEquals(0, waker.wakeup());
    }
    // More than one wait may end: a pipe is read in pieces.
    int polls = 0;
    long began;
    do {
      began = System.nanoTime();
      assertEquals(0, poller.poll(SOON_NANOS));
      polls++;
    } while (System.nanoTime() - began < SOON_NANOS && polls < 10);
    assertTrue(polls < 10, "it never ends");
  }

  @Test
  void concurrentWakesAllGetThrough() throws InterruptedException {
    int wakers = 16;
    for (int round = 0; round < 100; round++) {
      AtomicInteger failures = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < wakers; i++) {
        Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
        threads.add(
            builder.start(
                () -> {
                  awaitUninterrupted(start);
                  failures.addAndGet(waker.wakeup() == 0 ? 0 : 1);
                }));
      }
      start.countDown();
      assertEquals(0, poller.poll(FOREVER));
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(0, failures.get());
      poller.poll(0);
    }
  }

  /** The class of netty #9362: the number may be another file's by then. */
  @Test
  void wakeAfterCloseReachesNoDescriptorNetty9362() {
    poller.close();
    assertTrue(waker.wakeup() < 0);
  }

  @Test
  void wakeAllocatesNothing() {
    AllocationMeter.assertAllocatesNothing(
        () -> assertTrue(waker.wakeup() == 0 && poller.poll(FOREVER) == 0));
  }

  private void assertWaits() {
    long began = System.nanoTime();
    assertEquals(0, poller.poll(SOON_NANOS));
    assertTrue(System.nanoTime() - began >= SOON_NANOS, "the wait returned early");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
