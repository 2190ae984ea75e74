package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@OnKqueue
@Timeout(60)
class KqueuePollerTest {

  private static final long TOKEN = 0x1234_5678_9ABC_DEFL;
  private static final int NO_DESCRIPTOR = 100_000;
  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What the JDK uses to get its own threads out of system calls; its handler does nothing. */
  private static final int JDK_WAKEUP_SIGNAL = 62;

  private final ChunkPool pool = new ChunkPool();
  private final boolean kernel = KqueueTraits.here().closeRemoves();
  private KqueuePoller poller;
  private Loopback loopback;

  @BeforeEach
  void open() throws SystemCallException {
    poller = KqueuePoller.open(16);
    loopback = new Loopback(new BsdSockets(poller));
  }

  @AfterEach
  void close() {
    loopback.close();
    poller.close();
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
  void bothDirectionsMakeOneEventEach() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ | Interest.WRITE | Interest.EDGE);
    assertEvent(Interest.WRITE, 0);
    send(pair[1]);
    assertTrue(poller.poll(PATIENCE_NANOS) > 0);
    assertTrue(seen(Interest.READ));
  }

  @Test
  void edgeAndLevelChangePlaces() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ | Interest.EDGE);
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.READ | Interest.EDGE, Interest.READ);
    assertEvent(Interest.READ, 0);
    assertEvent(Interest.READ, 0);
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.READ | Interest.EDGE);
    assertEvent(Interest.READ, 0);
    assertEquals(0, poller.poll(0));
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
  void noInterestIsNoChange() {
    // The kernel would answer EBADF.
    int noDescriptor = -1;
    assertEquals(0, poller.add(noDescriptor, TOKEN, Interest.NONE));
    assertEquals(0, poller.modify(noDescriptor, TOKEN, Interest.NONE, Interest.EDGE));
    assertEquals(Poller.REMOVED, poller.remove(noDescriptor, TOKEN, Interest.NONE));
    assertWaits(SOON_NANOS);
  }

  /** Changes are handed in with the wait: before it, nothing has reached the kernel. */
  @Test
  void changesCostNoCallOfTheirOwn() {
    long[] pair = loopback.pair();
    send(pair[1]);
    poller.add(pair[0], TOKEN, Interest.READ);
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.WRITE);
    poller.remove(pair[0], TOKEN, Interest.WRITE);
    assertWaits(SOON_NANOS);
    // Refused by any kernel that heard of it.
    poller.add(-1, TOKEN, Interest.READ);
    poller.closed(-1);
    if (kernel) {
      assertWaits(SOON_NANOS);
    }
  }

  /** Who waits for the poller's own descriptor polls before, so that the kernel knows of all. */
  @Test
  void changesWaitForThePollThatHandsThemIn() {
    long[] pair = loopback.pair();
    assertFalse(poller.hasPendingChanges());
    poller.add(pair[0], TOKEN, Interest.READ);
    assertTrue(poller.hasPendingChanges());
    assertEquals(0, poller.poll(0));
    assertFalse(poller.hasPendingChanges());
  }

  @Test
  void failedChangeIsAnEventWithTheCode() {
    long[] pair = loopback.pair();
    // libkqueue loses failures if nothing else is to be reported: see LibkqueueEvidenceTest.
    poller.add(pair[0], TOKEN, Interest.WRITE);
    poller.add(NO_DESCRIPTOR, TOKEN + 1, Interest.READ | Interest.WRITE | Interest.EDGE);
    int failures = 0;
    int events = 0;
    for (int polls = 0; polls < 3; polls++) {
      int n = poller.poll(kernel ? PATIENCE_NANOS : 0);
      for (int i = 0; i < n; i++) {
        if (poller.token(i) == TOKEN) {
          events++;
          assertEquals(0, poller.failure(i));
          assertEquals(Interest.WRITE, poller.ready(i));
        } else {
          failures++;
          assertEquals(TOKEN + 1, poller.token(i));
          assertEquals(-Errno.EBADF, poller.failure(i));
          assertEquals(0, poller.ready(i));
        }
      }
    }
    assertEquals(1, failures, "both directions make one failure");
    assertTrue(events > 0);
  }

  /** With no room for a failure the kernel would drop the changes behind it. */
  @Test
  void moreChangesThanEventsAskedForAllComeThrough() throws SystemCallException {
    int bad = 200;
    try (KqueuePoller small = KqueuePoller.open(1)) {
      for (int i = 0; i < bad; i++) {
        small.add(NO_DESCRIPTOR + i, i, Interest.READ);
      }
      long[] pair = loopback.pair();
      small.add(pair[0], TOKEN, Interest.WRITE);
      BitSet failed = new BitSet();
      boolean ready = false;
      for (int polls = 0; polls < 4; polls++) {
        int n = small.poll(0);
        for (int i = 0; i < n; i++) {
          if (small.token(i) == TOKEN) {
            ready = true;
          } else {
            assertEquals(-Errno.EBADF, small.failure(i));
            failed.set((int) small.token(i));
          }
        }
      }
      assertTrue(ready, "the change behind those that failed");
      assertEquals(bad, failed.cardinality());
    }
  }

  /** The class of netty #16683: a registration that wants nothing must not report a hang-up. */
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
    assertEquals(-Errno.ECONNRESET, loopback.receive(pair[0], pool.lease(10), 0, 10));
  }

  @Test
  void lastByteOfThePeerIsReadinessAndSaidSo() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    loopback.sockets().shutdownOutput(pair[1]);
    assertEvent(Interest.READ | Interest.PEER_CLOSED, PATIENCE_NANOS);
  }

  /** A short read then is no proof that nothing follows: the event has to say so. */
  @Test
  void endThatComesWithTheLastBytesIsSaid() {
    long[] pair = loopback.pair();
    send(pair[1]);
    loopback.sockets().shutdownOutput(pair[1]);
    sleepMillis(20);
    poller.add(pair[0], TOKEN, Interest.READ | Interest.WRITE | Interest.EDGE);
    assertTrue(poller.poll(PATIENCE_NANOS) > 0);
    assertTrue(seen(Interest.PEER_CLOSED));
  }

  @Test
  void refusedConnectIsReadinessAndKeepsItsCode() {
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress address = loopback.address(listener);
    loopback.close(listener);
    long fd = loopback.open(address, PortOptions.defaults());
    int result = loopback.sockets().connect(fd, address);
    if (result == ErrorCodes.IN_PROGRESS) {
      poller.add(fd, TOKEN, Interest.READ | Interest.WRITE | Interest.EDGE);
      assertTrue(poller.poll(PATIENCE_NANOS) > 0);
      assertTrue(seen(Interest.WRITE));
      result = loopback.sockets().finishConnect(fd);
    }
    assertEquals(-Errno.ECONNREFUSED, result);
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

  /** Where closing ends a registration, a duplicate does not keep it alive, as it does in epoll. */
  @Test
  void closeAloneSilencesDuplicatedDescriptorLibuv4323() {
    if (!KqueueTraits.here().closeRemoves()) {
      Assumptions.abort("SKIPPED: libkqueue does not see closes, see LibkqueueEvidenceTest");
    }
    long[] pair = loopback.pair();
    int duplicate = TestCalls.dup((int) pair[0]);
    try {
      poller.add(pair[0], TOKEN, Interest.READ);
      assertEquals(0, poller.poll(0));
      loopback.close(pair[0]);
      send(pair[1]);
      assertWaits(SOON_NANOS);
    } finally {
      loopback.sockets().close(duplicate);
    }
  }

  /** The class of mio #582: ENOENT and EBADF of a removal say that it is done. */
  @Test
  void removingWhatIsGoneIsNoFailureMio582() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ | Interest.WRITE);
    assertEvent(Interest.WRITE, 0);
    assertEquals(Poller.REMOVED, poller.remove(pair[1], TOKEN, Interest.READ), "ENOENT");
    assertEquals(Poller.REMOVED, poller.remove(NO_DESCRIPTOR, TOKEN, Interest.READ), "EBADF");
    int n = poller.poll(0);
    for (int i = 0; i < n; i++) {
      assertEquals(0, poller.failure(i));
    }
    assertEvent(Interest.WRITE, 0);
  }

  /**
   * The class of creytiv/re PR 266: what was said of a number before it was closed is not said of
   * the next.
   */
  @Test
  void numberThatIsUsedAgainWithinOneBatchIsRegisteredAnew() {
    for (int round = 0; round < 50; round++) {
      long[] pair = loopback.pair();
      int both = Interest.READ | Interest.WRITE | Interest.EDGE;
      poller.add(pair[0], round, both);
      if (round % 2 == 0) {
        poller.poll(0);
      }
      poller.remove(pair[0], round, both);
      loopback.close(pair[0]);
      long[] next = loopback.pair();
      poller.add(next[0], TOKEN + round, both);
      send(next[1]);
      boolean read = false;
      for (int polls = 0; polls < 3 && !read; polls++) {
        int n = poller.poll(PATIENCE_NANOS);
        for (int i = 0; i < n; i++) {
          assertEquals(TOKEN + round, poller.token(i), "an event of what was closed");
          assertEquals(0, poller.failure(i));
          read |= (poller.ready(i) & Interest.READ) != 0;
        }
      }
      assertTrue(read);
      poller.remove(next[0], TOKEN + round, both);
      for (long fd : new long[] {pair[1], next[0], next[1]}) {
        loopback.close(fd);
      }
    }
  }

  @Test
  void timeoutsAreNeverEarly() {
    long[] timeouts = {1, 1_000, 70_000, 999_999, 1_000_000, 1_000_001, 2_500_000, 30_000_000};
    for (long timeout : timeouts) {
      assertNotEarly(poller, timeout);
    }
  }

  @Test
  void timeoutsAreFinerThanMilliseconds() {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 200 && best > 600_000; i++) {
      long began = System.nanoTime();
      assertEquals(0, poller.poll(100_000));
      best = Math.min(best, System.nanoTime() - began);
    }
    assertTrue(best < 1_000_000, "a wait of 100,000 ns took " + best + " ns at best");
  }

  @Test
  void longestTimeoutsWaitUntilWoken() throws Exception {
    assertWokenFrom(poller, FOREVER);
    assertWokenFrom(poller, Long.MIN_VALUE);
    assertWokenFrom(poller, Long.MAX_VALUE);
  }

  /** EINTR comes after the changes were applied: they are not handed in again. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void interruptedWaitIsNoEventAndItsChangesAreApplied() throws Exception {
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
      long[] pair = loopback.pair();
      poller.add(pair[0], TOKEN, Interest.READ);
      waiting.set(TestCalls.threadId());
      long began = System.nanoTime();
      assertEquals(0, poller.poll(PATIENCE_NANOS));
      assertTrue(System.nanoTime() - began < PATIENCE_NANOS, "no signal came");
      assertEquals(0, poller.poll(FOREVER));
      waiting.set(0);
      send(pair[1]);
      int n = 0;
      while (n == 0) {
        n = poller.poll(PATIENCE_NANOS);
      }
      assertEquals(TOKEN, poller.token(0));
    } finally {
      waiting.set(-1);
      sender.join();
    }
  }

  @Test
  void fullBatchWithTheWakerInItLosesNothing() throws SystemCallException {
    KqueuePoller small = KqueuePoller.open(2);
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
    try (KqueuePoller inner = KqueuePoller.open(1)) {
      if (inner.descriptor() < 0) {
        assertTrue(!KqueueTraits.here().nests());
        Assumptions.abort("SKIPPED: the descriptor of a libkqueue is the end of a pipe");
      }
      assertEquals(0, poller.add(inner.descriptor(), TOKEN, Interest.READ));
      inner.waker().wakeup();
      assertEvent(Interest.READ, PATIENCE_NANOS);
      assertEquals(0, inner.poll(0));
      assertEquals(0, poller.poll(0), "the wake is over");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closeLeavesNoDescriptor() throws Exception {
    long pipes = TestCalls.descriptorsOf("pipe:");
    long all = TestCalls.descriptorsOf("");
    KqueuePoller other = KqueuePoller.open(1);
    other.close();
    other.close();
    assertEquals(-1, other.descriptor());
    // libkqueue frees what it has in a thread of its own.
    for (int i = 0; i < 500 && TestCalls.descriptorsOf("") > all; i++) {
      sleepMillis(10);
    }
    assertTrue(TestCalls.descriptorsOf("") <= all);
    assertTrue(TestCalls.descriptorsOf("pipe:") <= pipes);
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
          poller.poll(0);
          assertTrue(failed == 0);
        });
  }

  private void assertEvent(int ready, long timeoutNanos) {
    assertEquals(1, poller.poll(timeoutNanos));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
  }

  /** Whether the last poll reported all bits of a readiness for the token. */
  private boolean seen(int ready) {
    int seen = 0;
    for (int i = 0; i < poller.count(); i++) {
      assertEquals(TOKEN, poller.token(i));
      seen |= poller.ready(i);
    }
    return (seen & ready) == ready;
  }

  /** Nothing comes, and the time is waited for and not spun away. */
  private void assertWaits(long timeoutNanos) {
    long began = System.nanoTime();
    assertEquals(0, poller.poll(timeoutNanos));
    assertTrue(System.nanoTime() - began >= timeoutNanos, "the wait returned early");
  }

  private static void assertNotEarly(KqueuePoller poller, long timeoutNanos) {
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      assertEquals(0, poller.poll(timeoutNanos));
      long took = System.nanoTime() - began;
      assertTrue(took >= timeoutNanos, timeoutNanos + " ns took " + took + " ns");
    }
  }

  private static void assertWokenFrom(KqueuePoller poller, long timeoutNanos) throws Exception {
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
