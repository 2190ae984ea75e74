package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.AllocationMeter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventfdWakerTest {

  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  /** The most that an eventfd counts to. */
  private static final long FULL = 0xFFFF_FFFF_FFFF_FFFEL;

  private EpollPoller poller;
  private EventfdWaker waker;

  @BeforeEach
  void open() throws SystemCallException {
    poller = EpollPoller.open(8);
    waker = (EventfdWaker) poller.waker();
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
  void severalWakesEndOneWait() {
    for (int i = 0; i < 5; i++) {
      assertEquals(0, waker.wakeup());
    }
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
  }

  @Test
  void eachWakeIsAnEdgeThoughNobodyReads() {
    for (int i = 1; i <= 1000; i++) {
      assertEquals(0, waker.wakeup());
      assertEquals(0, poller.poll(FOREVER));
    }
    assertWaits();
    assertEquals(1000, count());
  }

  @Test
  void fullCounterIsEmptiedAndTheWakeRepeated() {
    write(FULL);
    assertEquals(0, poller.poll(FOREVER));
    assertEquals(0, waker.wakeup());
    assertEquals(0, poller.poll(FOREVER));
    assertWaits();
    assertEquals(1, count());
  }

  @Test
  void concurrentWakesOfFullCounterAllGetThrough() throws InterruptedException {
    int wakers = 16;
    for (int round = 0; round < 200; round++) {
      write(FULL);
      poller.poll(0);
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
      // Several may have emptied it in turn: at least the last one's count is there.
      long count = count();
      assertTrue(count >= 1 && count <= wakers, "count " + count);
      poller.poll(0);
    }
  }

  /** The class of netty #9362: the number may be another file's by then. */
  @Test
  void wakeAfterCloseWritesToNoDescriptorNetty9362() {
    poller.close();
    assertEquals(-Errno.EBADF, waker.wakeup());
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

  /** Reads the counter, which empties it. */
  private long count() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_LONG);
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      long read = PosixCalls.read(errno, waker.descriptor(), value, JAVA_LONG.byteSize());
      assertEquals(JAVA_LONG.byteSize(), read);
      return value.get(JAVA_LONG, 0);
    }
  }

  private void write(long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment bytes = arena.allocateFrom(JAVA_LONG, value);
      assertEquals(
          JAVA_LONG.byteSize(),
          PosixCalls.write(errno, waker.descriptor(), bytes, JAVA_LONG.byteSize()));
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
