package dev.ioserver.engine.nio;

import static dev.ioserver.engine.nio.NioFixture.MILLI;
import static dev.ioserver.engine.nio.NioFixture.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.nio.NioFixture.Pair;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing is allocated in a steady state. The JDK's epoll selector boxes a descriptor number above
 * 127 for each event until it is compiled; the tests therefore use such numbers, and warm up long
 * enough.
 */
@Timeout(120)
final class NioAllocationTest {
  private static final int WARM_UP = 30_000;
  private static final int TRIES = 30;
  private static final int ROUNDS = 5_000;

  /** What sampling itself and the odd event in the JVM may take, over all rounds. */
  private static final long NOISE = 4_096;

  private NioFixture nio;
  private Pair pair;
  private long[] others;

  @BeforeEach
  void open() throws IOException {
    ThreadAllocation.assumeMeasurable();
    nio = new NioFixture();
    others = new long[70];
    for (int i = 0; i < others.length; i++) {
      Pair other = nio.pair();
      others[i] = other.near();
      ok(nio.sockets.close(other.far()));
    }
    pair = nio.pair();
  }

  @AfterEach
  void close() {
    if (nio != null) {
      for (long other : others) {
        ok(nio.sockets.close(other));
      }
      nio.closeAll(pair.near(), pair.far());
    }
  }

  @Test
  void echo() {
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    ok(nio.poller.add(pair.far(), 2, Interest.READ));
    Chunk out = nio.chunk("0123456789");
    Chunk in = nio.pool.lease(1_024);
    assertAllocatesNothing(
        () -> {
          check(nio.sockets.send(pair.near(), out) == 10);
          awaitEvent(2);
          check(nio.sockets.receive(pair.far(), in, 0, 1_024) == 10);
          check(nio.sockets.send(pair.far(), out) == 10);
          awaitEvent(1);
          check(nio.sockets.receive(pair.near(), in, 0, 1_024) == 10);
        });
    out.release();
    in.release();
  }

  @Test
  void interestChanges() {
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    assertAllocatesNothing(
        () -> {
          check(nio.poller.modify(pair.near(), 1, Interest.READ, Interest.WRITE) == 0);
          awaitEvent(1);
          check(nio.poller.modify(pair.near(), 1, Interest.WRITE, Interest.READ) == 0);
          check(nio.poller.poll(0) == 0);
        });
  }

  @Test
  void wakes() {
    assertAllocatesNothing(
        () -> {
          nio.poller.waker().wakeup();
          check(nio.poller.poll(1_000 * MILLI) == 0);
        });
  }

  @Test
  void gatheringSmallChunks() {
    Chunk[] chunks = {nio.chunk("one"), nio.chunk("two"), nio.chunk("three")};
    Chunk in = nio.pool.lease(1_024);
    assertAllocatesNothing(
        () -> {
          check(nio.sockets.send(pair.near(), chunks, 3) == 11);
          drain(11, in);
        });
    in.release();
    for (Chunk chunk : chunks) {
      chunk.release();
    }
  }

  /**
   * The JDK's writev makes an object and a link for each buffer that belongs to a memory segment.
   */
  @Test
  void gatheringLargeChunksAllocatesAtMostWhatTheJdkDoes() {
    Chunk[] chunks = {nio.chunk("a".repeat(10_000)), nio.chunk("b".repeat(10_000))};
    Chunk in = nio.pool.lease(64 << 10);
    long bytes =
        allocated(
            () -> {
              check(nio.sockets.send(pair.near(), chunks, 2) == 20_000);
              drain(20_000, in);
            });
    assertTrue(bytes <= 48L * 2 * ROUNDS + NOISE, "allocated " + bytes + " B");
    in.release();
    for (Chunk chunk : chunks) {
      chunk.release();
    }
  }

  private void awaitEvent(long token) {
    while (nio.poller.poll(1_000 * MILLI) == 0) {
      Thread.onSpinWait();
    }
    check(nio.poller.token(0) == token);
  }

  private void drain(int length, Chunk in) {
    int left = length;
    while (left > 0) {
      int n = nio.sockets.receive(pair.far(), in, 0, in.capacity());
      if (n > 0) {
        left -= n;
      }
    }
  }

  private void assertAllocatesNothing(Runnable round) {
    long bytes = allocated(round);
    assertTrue(bytes <= NOISE, "allocated " + bytes + " B in " + ROUNDS + " rounds");
  }

  /**
   * Bytes allocated by the rounds: the least of some tries. On a busy machine the compilers are
   * late, and until they are done a round allocates what they would leave out.
   */
  private long allocated(Runnable round) {
    run(round, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && least > NOISE; i++) {
      long before = ThreadAllocation.bytes();
      run(round, ROUNDS);
      least = Math.min(least, ThreadAllocation.bytes() - before);
    }
    return least;
  }

  private static void run(Runnable round, int times) {
    for (int i = 0; i < times; i++) {
      round.run();
    }
  }

  /** Without a message: making one would be an allocation. */
  private static void check(boolean holds) {
    assertEquals(true, holds);
  }
}
