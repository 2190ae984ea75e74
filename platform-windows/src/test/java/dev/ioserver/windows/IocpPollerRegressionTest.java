package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.testkit.fixture.Loopback;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What went wrong with AFD polls in other programs, one test each, and their limits. */
@WindowsOnly
@Timeout(60)
class IocpPollerRegressionTest extends IocpPollerFixture {

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
    assertEquals(0, poller.requests().outstanding());
    assertEquals(0, poller.poll(0), "it is reported once");
  }

  @Test
  void pollOfSocketThatIsRemovedAndClosedIsNeverSentCAres811() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.WRITE);
    assertEvent(Interest.WRITE, PATIENCE_NANOS);
    long before = poller.requests().sent();
    // In the list of polls to be sent again, like any whose packet has come.
    assertEquals(Poller.REMOVED, poller.remove(pair[0], TOKEN, Interest.WRITE));
    loopback.close(pair[0]);
    assertEquals(0, poller.poll(0));
    assertEquals(before, poller.requests().sent());
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
    assertEquals(0, poller.requests().outstanding());
    assertEquals(0, poller.poll(0));
  }

  /** The class of JDK-8282726: the kernel writes to the memory until the packet has come. */
  @Test
  void memoryIsTheKernelsUntilThePacketHasComeJdk8282726() {
    long[] pair = loopback.pair();
    poller.add(pair[0], TOKEN, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(1, poller.requests().outstanding());
    assertEquals(Poller.RELEASE_PENDING, poller.remove(pair[0], TOKEN, Interest.READ));
    loopback.close(pair[0]);
    assertEquals(1, poller.requests().outstanding());
    assertReleased(TOKEN);
    assertEquals(0, poller.requests().outstanding());
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
      assertTrue(poller.requests().outstanding() == 0, "one poll, and one packet");
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
      assertEquals(0, poller.requests().outstanding());
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
    assertEquals(0, poller.requests().outstanding());
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
          assertTrue(poller.requests().outstanding() <= 1, "seed " + seed);
        }
        if (poller.remove(pair[0], token, Interest.READ) == Poller.RELEASE_PENDING) {
          assertReleased(token);
        }
        assertEquals(0, poller.requests().outstanding(), "seed " + seed);
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
      assertEquals(1, poller.requests().outstanding());
    }
  }

  @Test
  void thirtyTwoSocketsShareOneHandleAndThirtyThreeDoNot() {
    long[] sockets = fresh(2 * AfdHandles.MOST_SOCKETS + 1);
    for (int i = 0; i < sockets.length; i++) {
      poller.add(sockets[i], i, Interest.READ);
      assertEquals(0, poller.poll(0));
      assertEquals(1 + i / AfdHandles.MOST_SOCKETS, poller.requests().handles());
    }
    // A place that was given back is taken again.
    assertEquals(Poller.RELEASE_PENDING, poller.remove(sockets[5], 5, Interest.READ));
    assertReleased(5);
    poller.add(sockets[5], 5 + NEXT_GENERATION, Interest.READ);
    assertEquals(0, poller.poll(0));
    assertEquals(3, poller.requests().handles());
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
    assertEquals(sockets, poller.requests().outstanding());
    assertEquals((sockets + 31) / 32, poller.requests().handles());
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
}
