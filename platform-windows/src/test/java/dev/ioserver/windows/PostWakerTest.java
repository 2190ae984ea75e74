package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.AllocationMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WindowsOnly
@Timeout(60)
class PostWakerTest {

  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private IocpPoller poller;
  private PostWaker waker;

  @BeforeEach
  void open() throws SystemCallException {
    poller = IocpPoller.open(8);
    waker = (PostWaker) poller.waker();
  }

  @AfterEach
  void close() {
    poller.close();
  }

  @Test
  void oneWakeEndsOneWaitAndIsNoEvent() {
    assertEquals(0, waker.wakeup());
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
  }

  @Test
  void severalWakesEndOneWaitAsLongAsTheyFitABatch() {
    for (int i = 0; i < 5; i++) {
      assertEquals(0, waker.wakeup());
    }
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
  }

  @Test
  void wakesThatNobodyTookEndOneWaitPerBatch() {
    for (int i = 0; i < 20; i++) {
      assertEquals(0, waker.wakeup());
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(0, poller.poll(FOREVER));
    }
    assertWaits();
  }

  @Test
  void concurrentWakesAllGetThrough() throws InterruptedException {
    int wakers = 16;
    AtomicInteger failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < wakers; i++) {
      Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          builder.start(
              () -> {
                for (int n = 0; n < 100; n++) {
                  failures.addAndGet(waker.wakeup() == 0 ? 0 : 1);
                }
              }));
    }
    assertEquals(0, poller.poll(FOREVER));
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, failures.get());
  }

  /** The class of netty #9362: the handle may be another one's by then. */
  @Test
  void wakeAfterClosePostsToNoHandleNetty9362() {
    poller.close();
    assertEquals(-WindowsErrors.ERROR_INVALID_HANDLE, waker.wakeup());
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
}
