package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EpollPollerTest {

  private static final long TOKEN = 0x1234_5678_9ABC_DEFL;
  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What the JDK uses to get its own threads out of system calls; its handler does nothing. */
  private static final int JDK_WAKEUP_SIGNAL = 62;

  private final Loopback loopback = new Loopback(new LinuxSockets(0));
  private final ChunkPool pool = new ChunkPool();
  private EpollPoller poller;

  @BeforeEach
  void open() throws SystemCallException {
    poller = EpollPoller.open(16);
  }

  @AfterEach
  void close() {
    poller.close();
    loopback.close();
  }

  @Test
  void levelTriggeredReadinessIsReportedUntilItIsOver() {
    long[] pair = loopback.pair();
    assertEquals(0, poller.add(pair[0], TOKEN, Interest.READ));
    assertEquals(0, poller.poll(0));
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    assertEvent(Interest.READ, 0);
    receive(pair[0]);
    assertEquals(0, poller.poll(0));
  }

  @Test
  void edgeTriggeredReadinessIsReportedOncePerChange() {
    long[] pair = loopback.pair();
    assertEquals(0, poller.add(pair[0], TOKEN, Interest.READ | Interest.EDGE));
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    assertEquals(0, poller.poll(0));
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    assertEquals(0, poller.poll(0));
  }

  @Test
  void edgeForBothDirectionsIsNoNoiseWhenThereIsRoomToWrite() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ | Interest.WRITE | Interest.EDGE);
    assertEvent(Interest.WRITE, 0);
    send(pair[0]);
    assertEquals(0, poller.poll(SOON_NANOS), "a write that went through is no edge");
  }

  @Test
  void interestFromNothingReportsWhatIsReadyAlready() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ | Interest.EDGE);
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    poller.modify(pair[0], TOKEN, Interest.READ | Interest.EDGE, Interest.NONE);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.NONE, Interest.READ | Interest.EDGE);
    assertEvent(Interest.READ, 0);
  }

  @Test
  void interestChangesWithModify() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(0, poller.modify(pair[0], TOKEN, Interest.READ, Interest.WRITE));
    assertEvent(Interest.WRITE, 0);
    assertEquals(0, poller.modify(pair[0], TOKEN, Interest.WRITE, Interest.READ | Interest.WRITE));
    send(pair[1]);
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(Interest.WRITE, poller.ready(0) & Interest.WRITE);
  }

  @Test
  void noInterestMakesNoCall() {
    // The kernel would answer EBADF.
    int noDescriptor = -1;
    assertEquals(0, poller.add(noDescriptor, TOKEN, Interest.NONE));
    assertEquals(0, poller.modify(noDescriptor, TOKEN, Interest.NONE, Interest.EDGE));
    assertEquals(Poller.REMOVED, poller.remove(noDescriptor, TOKEN, Interest.NONE));
    assertEquals(-Errno.EBADF, poller.add(noDescriptor, TOKEN, Interest.READ));
  }

  /**
   * The class of netty #16683: EPOLLHUP and EPOLLERR cannot be masked, only the registration can
   * go.
   */
  @Test
  void hangUpWithoutInterestDoesNotSpinNetty16683() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.NONE);
    reset(pair[1]);
    assertWaits(SOON_NANOS);
    poller.modify(pair[0], TOKEN, Interest.NONE, Interest.READ);
    assertEvent(
        Interest.READ | Interest.WRITE | Interest.PEER_CLOSED | Interest.ERROR, PATIENCE_NANOS);
  }

  @Test
  void lastByteOfThePeerIsReadinessAndSaidSo() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    loopback.sockets().shutdownOutput(pair[1]);
    assertEvent(Interest.READ | Interest.PEER_CLOSED, PATIENCE_NANOS);
    loopback.sockets().shutdownOutput(pair[0]);
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(
        Interest.READ | Interest.WRITE | Interest.PEER_CLOSED,
        poller.ready(0),
        "EPOLLHUP: both directions are closed");
  }

  /** The class of libuv #4323: a registration belongs to the open file description. */
  @Test
  void removeBeforeCloseSilencesDuplicatedDescriptorLibuv4323() {
    long[] pair = loopback.pair();
    int duplicate = TestCalls.dup((int) pair[0]);
    assertTrue(duplicate >= 0);
    try {
      poller.add(pair[0], TOKEN, Interest.READ);
      assertEquals(Poller.REMOVED, poller.remove(pair[0], TOKEN, Interest.READ));
      loopback.close(pair[0]);
      send(pair[1]);
      assertWaits(SOON_NANOS);
    } finally {
      loopback.sockets().close(duplicate);
    }
  }

  /** What would happen otherwise, and why remove comes before close. */
  @Test
  void withoutRemoveDuplicateKeepsReportingLibuv4323() {
    long[] pair = loopback.pair();
    int duplicate = TestCalls.dup((int) pair[0]);
    assertTrue(duplicate >= 0);
    try {
      poller.add(pair[0], TOKEN, Interest.READ);
      loopback.close(pair[0]);
      send(pair[1]);
      assertEvent(Interest.READ, PATIENCE_NANOS);
      assertEquals(Poller.REMOVED, poller.remove(pair[0], TOKEN, Interest.READ), "too late");
      assertEvent(Interest.READ, 0);
    } finally {
      loopback.sockets().close(duplicate);
    }
    assertEquals(0, poller.poll(0), "the last number of it is closed");
  }

  @Test
  void removingWhatIsGoneIsNoFailure(@TempDir Path directory) throws IOException {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(Poller.REMOVED, poller.remove(pair[1], TOKEN, Interest.READ), "ENOENT");
    loopback.close(pair[0]);
    assertEquals(Poller.REMOVED, poller.remove(pair[0], TOKEN, Interest.READ), "EBADF");
    Path path = directory.toRealPath().resolve("file");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(1);
      int fd = TestCalls.descriptorOf(path);
      assertEquals(Poller.REMOVED, poller.remove(fd, TOKEN, Interest.READ), "EPERM");
      int result = poller.add(fd, TOKEN, Interest.READ);
      assertEquals(-Errno.EPERM, result);
      SystemCallException failure =
          LinuxErrorCodes.INSTANCE.failure(poller.callName(true), "", result);
      assertEquals(Kind.BAD_DESCRIPTOR, failure.kind());
    }
  }

  @Test
  void secondRegistrationOfOneDescriptorIsSeen() {
    long[] pair = loopback.pair();
    assertEquals(0, poller.add(pair[0], TOKEN, Interest.WRITE));
    assertEquals(-Errno.EEXIST, poller.add(pair[0], TOKEN + 1, Interest.WRITE));
    assertEvent(Interest.WRITE, 0);
  }

  @Test
  void descriptorThatWasClosedBehindOurBackIsSeen() {
    long[] pair = loopback.pair();
    int result = poller.modify(pair[0], TOKEN, Interest.READ, Interest.WRITE);
    assertEquals(-Errno.ENOENT, result);
    assertEquals(Kind.BAD_DESCRIPTOR, LinuxErrorCodes.INSTANCE.kind(-result));
  }

  @Test
  void timeoutsAreNeverEarly() throws SystemCallException {
    EpollPoller millis = EpollPoller.open(1, false);
    try {
      assertEquals(1_000_000, millis.resolutionNanos());
      long[] timeouts = {1, 1_000, 70_000, 999_999, 1_000_000, 1_000_001, 2_500_000, 30_000_000};
      for (long timeout : timeouts) {
        assertNotEarly(poller, timeout);
        assertNotEarly(millis, timeout);
      }
    } finally {
      millis.close();
    }
  }

  @Test
  void timeoutsAreFinerThanMillisecondsWhereTheKernelCan() {
    if (poller.resolutionNanos() != 1) {
      Assumptions.abort("SKIPPED: epoll_pwait2 is missing here, timers have milliseconds");
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 200 && best > 600_000; i++) {
      long began = System.nanoTime();
      assertEquals(0, poller.poll(100_000));
      best = Math.min(best, System.nanoTime() - began);
    }
    assertTrue(best < 1_000_000, "a wait of 100,000 ns took " + best + " ns at best");
  }

  @Test
  void millisecondsAreRoundedUpAndBounded() {
    assertEquals(1, EpollTimeout.toMillis(1));
    assertEquals(1, EpollTimeout.toMillis(1_000_000));
    assertEquals(2, EpollTimeout.toMillis(1_000_001));
    assertEquals(Integer.MAX_VALUE, EpollTimeout.toMillis(Long.MAX_VALUE));
  }

  @Test
  void longestTimeoutsWaitUntilWoken() throws Exception {
    EpollPoller millis = EpollPoller.open(1, false);
    try {
      for (EpollPoller each : new EpollPoller[] {poller, millis}) {
        assertWokenFrom(each, FOREVER);
        assertWokenFrom(each, Long.MIN_VALUE);
        assertWokenFrom(each, Long.MAX_VALUE);
      }
    } finally {
      millis.close();
    }
  }

  @Test
  void interruptedWaitIsNoEventAndNoFailure() throws Exception {
    // Loads the handler.
    SocketChannel.open().close();
    if (!TestCalls.handles(JDK_WAKEUP_SIGNAL)) {
      Assumptions.abort("SKIPPED: this JDK handles no signal that could interrupt a wait");
    }
    AtomicInteger waiting = new AtomicInteger();
    Thread sender =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  // Again and again: the first ones may come before the wait has begun.
                  while (waiting.get() >= 0) {
                    if (waiting.get() > 0) {
                      TestCalls.signal(waiting.get(), JDK_WAKEUP_SIGNAL);
                    }
                    sleepMillis(5);
                  }
                });
    try {
      waiting.set(TestCalls.threadId());
      long began = System.nanoTime();
      assertEquals(0, poller.poll(PATIENCE_NANOS));
      assertTrue(System.nanoTime() - began < PATIENCE_NANOS, "no signal came");
      assertEquals(0, poller.poll(FOREVER));
    } finally {
      waiting.set(-1);
      sender.join();
    }
  }

  @Test
  void fullBatchWithTheWakerInItLosesNothing() throws SystemCallException {
    EpollPoller small = EpollPoller.open(2);
    try {
      long[][] pairs = {loopback.pair(), loopback.pair()};
      for (int i = 0; i < 2; i++) {
        small.add(pairs[i][0], i, Interest.READ | Interest.EDGE);
        if (i == 0) {
          // In the middle: the kernel reports in the order in which things became ready.
          send(pairs[i][1]);
          assertEquals(0, small.waker().wakeup());
        } else {
          send(pairs[i][1]);
        }
      }
      BitSet seen = new BitSet();
      for (int polls = 0; polls < 4; polls++) {
        int n = small.poll(SOON_NANOS);
        for (int i = 0; i < n; i++) {
          assertEquals(Interest.READ, small.ready(i));
          int token = (int) small.token(i);
          assertTrue(token >= 0, "the waker is no event");
          assertTrue(!seen.get(token), "an edge came twice");
          seen.set(token);
        }
      }
      assertEquals(2, seen.cardinality());
    } finally {
      small.close();
    }
  }

  @Test
  void tokensComeBackWholeFromEveryPlaceInTheBatch() {
    long[] tokens = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 0xFFFF_FFFFL, -2, TOKEN};
    for (long token : tokens) {
      assertEquals(0, poller.add(loopback.pair()[0], token, Interest.WRITE));
    }
    assertEquals(tokens.length, poller.poll(0));
    for (long token : tokens) {
      int found = 0;
      for (int i = 0; i < tokens.length; i++) {
        found += poller.token(i) == token ? 1 : 0;
      }
      assertEquals(1, found, "token " + token);
    }
  }

  @Test
  void pollerCanBeNested() throws SystemCallException {
    EpollPoller inner = EpollPoller.open(1);
    try {
      assertEquals(0, poller.add(inner.descriptor(), TOKEN, Interest.READ));
      inner.waker().wakeup();
      assertEvent(Interest.READ, PATIENCE_NANOS);
      assertEquals(0, inner.poll(0));
      assertEquals(0, poller.poll(0), "the wake is over, though the counter was not read");
    } finally {
      inner.close();
    }
  }

  @Test
  void closeLeavesNoDescriptor() throws Exception {
    long epolls = TestCalls.descriptorsOf("eventpoll");
    long eventfds = TestCalls.descriptorsOf("eventfd");
    EpollPoller other = EpollPoller.open(1);
    assertEquals(epolls + 1, TestCalls.descriptorsOf("eventpoll"));
    assertEquals(eventfds + 1, TestCalls.descriptorsOf("eventfd"));
    other.close();
    other.close();
    assertEquals(epolls, TestCalls.descriptorsOf("eventpoll"));
    assertEquals(eventfds, TestCalls.descriptorsOf("eventfd"));
    assertEquals(-1, other.descriptor());
  }

  @Test
  void pollAllocatesNothing() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.WRITE);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int n = poller.poll(PATIENCE_NANOS) + poller.poll(0);
          assertTrue(n == 2 && poller.token(0) == TOKEN && poller.ready(0) == Interest.WRITE);
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

  private void assertEvent(int ready, long timeoutNanos) {
    assertEquals(1, poller.poll(timeoutNanos));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
  }

  /** Nothing comes, and the time is waited for and not spun away. */
  private void assertWaits(long timeoutNanos) {
    long began = System.nanoTime();
    assertEquals(0, poller.poll(timeoutNanos));
    assertTrue(System.nanoTime() - began >= timeoutNanos, "the wait returned early");
  }

  private static void assertNotEarly(EpollPoller poller, long timeoutNanos) {
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      assertEquals(0, poller.poll(timeoutNanos));
      long took = System.nanoTime() - began;
      assertTrue(took >= timeoutNanos, timeoutNanos + " ns took " + took + " ns");
    }
  }

  private static void assertWokenFrom(EpollPoller poller, long timeoutNanos) throws Exception {
    AtomicInteger result = new AtomicInteger(1);
    Thread waker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  sleepMillis(20);
                  result.set(poller.waker().wakeup());
                });
    long began = System.nanoTime();
    assertEquals(0, poller.poll(timeoutNanos));
    long took = System.nanoTime() - began;
    waker.join();
    assertEquals(0, result.get());
    assertNotEquals(0, TimeUnit.NANOSECONDS.toMillis(took), "it did not wait");
  }

  private static void sleepMillis(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(long fd) {
    Chunk chunk = pool.lease(1);
    chunk.writeIndex(1);
    assertEquals(1, loopback.sockets().send(fd, chunk));
    chunk.release();
  }

  private void receive(long fd) {
    Chunk chunk = pool.lease(64);
    assertTrue(loopback.receive(fd, chunk, 0, 64) > 0);
    chunk.release();
  }

  private void reset(long fd) {
    assertEquals(0, loopback.sockets().resetOnClose(fd));
    loopback.close(fd);
  }
}
