package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.Interest;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.SystemCallException.Kind;
import dev.ioserver.engine.spi.Chunk;
import dev.ioserver.engine.spi.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WindowsOnly
@Timeout(60)
class IocpPollerTest {

  /** Index 3, generation 7. */
  private static final long TOKEN = 7L << 32 | 3;

  private static final long NEXT_GENERATION = 1L << 32;
  private static final int BOTH = Interest.READ | Interest.WRITE;
  private static final int ENDED =
      Interest.READ | Interest.WRITE | Interest.PEER_CLOSED | Interest.ERROR;
  private static final long FOREVER = -1;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Loopback loopback = new Loopback();
  private final ChunkPool pool = new ChunkPool();
  private IocpPoller poller;

  @BeforeEach
  void open() throws SystemCallException {
    poller = IocpPoller.open(16);
  }

  @AfterEach
  void close() {
    poller.close();
    loopback.close();
    assertFalse(poller.isMemoryHeld(), "a packet did not come");
  }

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
    assertEquals(0, poller.armed());
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
    assertEquals(1, poller.armed());
    assertEquals(0, poller.cancelled());
  }

  @Test
  void interestThatShrinksIsFilteredFromThePollThatIsUnderWay() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.NONE);
    send(pair[1]);
    assertWaits(SOON_NANOS);
    assertEquals(0, poller.outstanding(), "its packet has come and was of no interest");
    assertEquals(1, poller.armed());
    assertEquals(0, poller.cancelled());
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
    assertEquals(2, poller.armed());
    assertEquals(1, poller.cancelled());
    assertEquals(0, poller.outstanding());
  }

  /** The class of netty #16683: what nobody waits for must not end waits. */
  @Test
  void hangUpWithoutInterestDoesNotSpinNetty16683() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    poller.modify(pair[0], TOKEN, Interest.READ, Interest.NONE);
    reset(pair[1]);
    assertWaits(SOON_NANOS);
    poller.modify(pair[0], TOKEN, Interest.NONE, Interest.READ);
    assertEvent(ENDED, PATIENCE_NANOS);
  }

  @Test
  void lastByteOfThePeerIsReadinessAndSaidSo() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    loopback.sockets.shutdownOutput(pair[1]);
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(Interest.READ | Interest.PEER_CLOSED, poller.ready(0));
  }

  @Test
  void refusedConnectIsReported() {
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress nobody = loopback.address(listener);
    loopback.close(listener);
    long socket = loopback.open(nobody, PortOptions.defaults());
    int result = loopback.sockets.connect(socket, nobody);
    if (result == ErrorCodes.IN_PROGRESS) {
      poller.add(socket, TOKEN, Interest.WRITE);
      assertEvent(ENDED, PATIENCE_NANOS);
      result = loopback.sockets.finishConnect(socket);
    }
    assertEquals(-WindowsErrors.WSAECONNREFUSED, result);
  }

  @Test
  void establishedConnectIsReportedOnce() {
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress address = loopback.address(listener);
    long socket = loopback.open(address, PortOptions.defaults());
    loopback.sockets.connect(socket, address);
    poller.add(socket, TOKEN, Interest.WRITE);
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    assertEquals(0, loopback.sockets.finishConnect(socket));
    // AFD_POLL_CONNECT would stay raised from here on.
    poller.modify(socket, TOKEN, Interest.WRITE, Interest.READ);
    assertWaits(SOON_NANOS);
  }

  /** The class of c-ares #798 and #811: a poll is never sent for a socket that is closed. */
  @Test
  void pollAfterCloseIsAFailureCAres798() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.WRITE);
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    loopback.close(pair[0]);
    assertEquals(1, poller.poll(0));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(0, poller.ready(0));
    assertEquals(Kind.BAD_DESCRIPTOR, WindowsErrorCodes.INSTANCE.kind(-poller.failure(0)));
    assertEquals(0, poller.outstanding());
    assertEquals(0, poller.poll(0), "it is reported once");
  }

  @Test
  void pollOfSocketThatIsRemovedAndClosedIsNeverSentCAres811() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.WRITE);
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    long before = poller.armed();
    // In the list of polls to be sent again, like any whose packet has come.
    assertEquals(Poller.REMOVED, poller.remove(pair[0], TOKEN, Interest.WRITE));
    loopback.close(pair[0]);
    assertEquals(0, poller.poll(0));
    assertEquals(before, poller.armed());
  }

  @Test
  void socketClosedWhilePendingIsReported() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    loopback.close(pair[0]);
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(Kind.BAD_DESCRIPTOR, WindowsErrorCodes.INSTANCE.kind(-poller.failure(0)));
    assertFalse(poller.isReleased(0));
    assertEquals(0, poller.outstanding());
    assertEquals(0, poller.poll(0));
  }

  /** The class of JDK-8282726: the kernel writes to the memory until the packet has come. */
  @Test
  void memoryIsTheKernelsUntilThePacketHasComeJdk8282726() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(1, poller.outstanding());
    assertEquals(Poller.RELEASE_PENDING, poller.remove(pair[0], TOKEN, Interest.READ));
    loopback.close(pair[0]);
    assertEquals(1, poller.outstanding());
    assertReleased(TOKEN);
    assertEquals(0, poller.outstanding());
    assertWaits(SOON_NANOS);
  }

  /** The class of trio #52: Windows would take both, and each would lose events to the other. */
  @Test
  void twoPollsOnOneSocketAreRefusedTrio52() {
    long[] pair = loopback.pair();
    assertEquals(0, poller.add(pair[0], TOKEN, Interest.WRITE));
    int result = poller.add(pair[0], TOKEN + 1, Interest.READ);
    assertEquals(-WindowsErrors.ERROR_ALREADY_EXISTS, result);
    assertEquals(Kind.BAD_DESCRIPTOR, WindowsErrorCodes.INSTANCE.kind(-result));
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    poller.remove(pair[0], TOKEN, Interest.WRITE);
    assertEquals(0, poller.add(pair[0], TOKEN + NEXT_GENERATION, Interest.WRITE));
  }

  /** The class of wepoll #35: both directions of a socket are one poll. */
  @Test
  void bothDirectionsAreOnePollWepoll35() {
    long[] pair = loopback.pair();
    send(pair[1]);
    poller.add(pair[0], TOKEN, BOTH);
    int seen = 0;
    for (long deadline = deadline(); seen != BOTH && System.nanoTime() - deadline < 0; ) {
      assertEquals(1, poller.poll(PATIENCE_NANOS));
      assertTrue(poller.outstanding() == 0, "one poll, and one packet");
      seen |= poller.ready(0);
    }
    assertEquals(BOTH, seen);
  }

  /** The class of wepoll #34: the slot, and the socket's number, are another's by then. */
  @Test
  void stalePacketAfterSlotReuseIsNobodysEventWepoll34() {
    for (int i = 0; i < 200; i++) {
      long token = TOKEN + i * NEXT_GENERATION;
      long[] pair = loopback.pair();
      poller.add(pair[0], token, Interest.READ);
      poller.poll(0);
      // Ready, so that the packet may be on its way already when the registration ends.
      send(pair[1]);
      int result = poller.remove(pair[0], token, Interest.READ);
      loopback.close(pair[0]);
      loopback.close(pair[1]);
      if (result == Poller.RELEASE_PENDING) {
        assertReleased(token);
      }
      assertEquals(0, poller.outstanding());
    }
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN + 1000 * NEXT_GENERATION, Interest.READ);
    assertWaits(SOON_NANOS);
  }

  @Test
  void cancelDuringCompletionGivesOnePacket() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    send(pair[1]);
    sleepMillis(20);
    // Complete, its packet in the port: there is nothing to cancel, and still one packet to come.
    assertEquals(Poller.RELEASE_PENDING, poller.remove(pair[0], TOKEN, Interest.READ));
    assertReleased(TOKEN);
    assertEquals(0, poller.outstanding());
    assertWaits(SOON_NANOS);
  }

  @Test
  void cancelsThatRaceWithCompletionsLoseNothing() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long[] pair = loopback.pair();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger wanted = new AtomicInteger();
    Thread sender =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  WindowsSockets own = new WindowsSockets();
                  Chunk chunk = pool.lease(1);
                  chunk.writeIndex(1);
                  while (!done.get()) {
                    if (wanted.get() > 0 && own.send(pair[1], chunk) == 1) {
                      wanted.decrementAndGet();
                    }
                  }
                });
    try {
      long token = TOKEN;
      for (int i = 0; i < 300; i++) {
        poller.add(pair[0], token, Interest.READ);
        poller.poll(0);
        wanted.incrementAndGet();
        boolean grows = random.nextBoolean();
        if (grows) {
          poller.modify(pair[0], token, Interest.READ, BOTH);
        }
        boolean read = false;
        for (long deadline = deadline(); !read && System.nanoTime() - deadline < 0; ) {
          read =
              poller.poll(PATIENCE_NANOS) > 0 && (poller.ready(0) & Interest.READ) != 0
                  || random.nextInt(4) == 0;
          assertTrue(poller.outstanding() <= 1, "seed " + seed);
        }
        if (poller.remove(pair[0], token, Interest.READ) == Poller.RELEASE_PENDING) {
          assertReleased(token);
        }
        assertEquals(0, poller.outstanding(), "seed " + seed);
        while (wanted.get() > 0) {
          Thread.onSpinWait();
        }
        receive(pair[0]);
        token += NEXT_GENERATION;
      }
    } finally {
      done.set(true);
      sender.join();
    }
  }

  /** Wine writes 1 to the count when the time is up; so may Windows, as wepoll has found. */
  @Test
  void timeoutThatReportsOneEntryIsNoEvent() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    // A packet in the buffer, so that a false count would find one.
    send(pair[1]);
    assertEvent(Interest.READ, PATIENCE_NANOS);
    receive(pair[0]);
    for (int i = 0; i < 5; i++) {
      assertWaits(TimeUnit.MILLISECONDS.toNanos(2));
      assertEquals(0, poller.poll(0));
      assertEquals(1, poller.outstanding());
    }
  }

  @Test
  void thirtyTwoSocketsShareOneHandleAndThirtyThreeDoNot() {
    long[] sockets = fresh(2 * AfdHandles.MOST_SOCKETS + 1);
    for (int i = 0; i < sockets.length; i++) {
      poller.add(sockets[i], i, Interest.READ);
      assertEquals(0, poller.poll(0));
      assertEquals(1 + i / AfdHandles.MOST_SOCKETS, poller.handles());
    }
    // A place that was given back is taken again.
    assertEquals(Poller.RELEASE_PENDING, poller.remove(sockets[5], 5, Interest.READ));
    assertReleased(5);
    poller.add(sockets[5], 5 + NEXT_GENERATION, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(3, poller.handles());
  }

  @Test
  void thousandSockets() {
    int sockets = 1_000;
    long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    InetSocketAddress address = loopback.address(listener);
    long[] peers = new long[sockets];
    for (int i = 0; i < sockets; i++) {
      peers[i] = loopback.connect(address, PortOptions.defaults());
      long accepted = loopback.accept(listener, PortOptions.defaults());
      assertEquals(0, poller.add(accepted, i, Interest.READ));
    }
    assertEquals(0, poller.poll(0));
    assertEquals(sockets, poller.outstanding());
    assertEquals((sockets + 31) / 32, poller.handles());
    BitSet ready = new BitSet();
    for (int i = 0; i < sockets; i += 7) {
      send(peers[i]);
      ready.set(i);
    }
    BitSet seen = new BitSet();
    for (long deadline = deadline(); System.nanoTime() - deadline < 0 && !seen.equals(ready); ) {
      int n = poller.poll(PATIENCE_NANOS);
      for (int i = 0; i < n; i++) {
        assertEquals(Interest.READ, poller.ready(i));
        seen.set((int) poller.token(i));
      }
    }
    assertEquals(ready, seen);
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

  /** More polls fail at once than one batch can say: the rest comes with the next ones. */
  @Test
  void moreFailuresThanABatchHoldsAllCome() throws SystemCallException {
    IocpPoller small = IocpPoller.open(2);
    try {
      long[] sockets = fresh(5);
      for (int i = 0; i < sockets.length; i++) {
        assertEquals(0, small.add(sockets[i], i, Interest.READ));
      }
      for (long socket : sockets) {
        loopback.close(socket);
      }
      BitSet seen = new BitSet();
      for (int polls = 0; polls < sockets.length; polls++) {
        int n = small.poll(0);
        for (int i = 0; i < n; i++) {
          assertNotEquals(0, small.failure(i));
          seen.set((int) small.token(i));
        }
      }
      assertEquals(sockets.length, seen.cardinality());
    } finally {
      small.close();
    }
  }

  @Test
  void closeCancelsWhatIsPendingAndCollectsItsPackets() throws SystemCallException {
    IocpPoller other = IocpPoller.open(4);
    long[] sockets = fresh(100);
    for (int i = 0; i < sockets.length; i++) {
      other.add(sockets[i], i, Interest.READ);
    }
    assertEquals(0, other.poll(0));
    assertEquals(100, other.outstanding());
    assertTrue(other.isMemoryHeld());
    other.close();
    assertEquals(0, other.outstanding());
    assertFalse(other.isMemoryHeld());
    other.close();
    // The sockets are as they were, for the next poller.
    poller.add(sockets[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
  }

  @Test
  void closeLeavesNoHandle() throws SystemCallException {
    useAndClose();
    int before = TestCalls.handles();
    assertTrue(before > 0);
    for (int i = 0; i < 20; i++) {
      useAndClose();
    }
    assertTrue(TestCalls.handles() <= before, before + " became " + TestCalls.handles());
  }

  /** What is open shows in the count; else the test above would prove nothing. */
  @Test
  void handlesAreCounted() throws SystemCallException {
    int before = TestCalls.handles();
    IocpPoller other = IocpPoller.open(1);
    assertEquals(before + 2, TestCalls.handles(), "a port and one handle of AFD");
    other.close();
    assertEquals(before, TestCalls.handles());
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

  private void useAndClose() throws SystemCallException {
    IocpPoller other = IocpPoller.open(4);
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

  /** Sockets of which nothing will come: they listen. */
  private long[] fresh(int count) {
    long[] sockets = new long[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    }
    return sockets;
  }

  private void assertEvent(int ready, long timeoutNanos) {
    assertEquals(1, poller.poll(timeoutNanos));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
    assertEquals(0, poller.failure(0));
    assertFalse(poller.isReleased(0));
  }

  /** As {@link #assertEvent}, after the packet of a cancelled poll, which is no event. */
  private void assertEventComes(int ready) {
    int n = 0;
    for (long deadline = deadline(); n == 0 && System.nanoTime() - deadline < 0; ) {
      n = poller.poll(PATIENCE_NANOS);
    }
    assertEquals(1, n);
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
  }

  private void assertReleased(long token) {
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(token, poller.token(0));
    assertTrue(poller.isReleased(0));
    assertEquals(0, poller.failure(0));
  }

  /** Nothing comes, and the time is waited for and not spun away. */
  private void assertWaits(long timeoutNanos) {
    long began = System.nanoTime();
    int n = 0;
    long left = timeoutNanos;
    int polls = 0;
    while (left > 0) {
      n += poller.poll(left);
      polls++;
      left = timeoutNanos - (System.nanoTime() - began);
    }
    assertEquals(0, n);
    assertTrue(polls <= 3, "it took " + polls + " waits");
  }

  private void assertWokenFrom(long timeoutNanos) throws Exception {
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

  private static long deadline() {
    return System.nanoTime() + PATIENCE_NANOS;
  }

  private static void sleepMillis(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(long socket) {
    Chunk chunk = pool.lease(1);
    chunk.writeIndex(1);
    assertEquals(1, loopback.sockets.send(socket, chunk));
    chunk.release();
  }

  private void receive(long socket) {
    Chunk chunk = pool.lease(64);
    assertTrue(loopback.receive(socket, chunk, 0, 64) > 0);
    chunk.release();
  }

  private void reset(long socket) {
    assertEquals(0, loopback.sockets.resetOnClose(socket));
    loopback.close(socket);
  }
}
