package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.testkit.fixture.Loopback;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A poller and sockets for one test, and what tests of the poller ask again and again. */
abstract class IocpPollerFixture {

  /** Index 3, generation 7. */
  static final long TOKEN = 7L << 32 | 3;

  static final long NEXT_GENERATION = 1L << 32;
  static final int BOTH = Interest.READ | Interest.WRITE;
  static final int ENDED = Interest.READ | Interest.WRITE | Interest.PEER_CLOSED | Interest.ERROR;
  static final long FOREVER = -1;
  static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  final Loopback loopback = new Loopback(new WindowsSockets());
  final ChunkPool pool = new ChunkPool();
  IocpPoller poller;

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

  /** Sockets of which nothing will come: they listen. */
  long[] fresh(int count) {
    long[] sockets = new long[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
    }
    return sockets;
  }

  void assertEvent(int ready, long timeoutNanos) {
    assertEquals(1, poller.poll(timeoutNanos));
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
    assertEquals(0, poller.failure(0));
    assertFalse(poller.isReleased(0));
  }

  /** As {@link #assertEvent}, after the packet of a cancelled poll, which is no event. */
  void assertEventComes(int ready) {
    int n = 0;
    for (long deadline = deadline(); n == 0 && System.nanoTime() - deadline < 0; ) {
      n = poller.poll(PATIENCE_NANOS);
    }
    assertEquals(1, n);
    assertEquals(TOKEN, poller.token(0));
    assertEquals(ready, poller.ready(0));
  }

  void assertReleased(long token) {
    assertEquals(1, poller.poll(PATIENCE_NANOS));
    assertEquals(token, poller.token(0));
    assertTrue(poller.isReleased(0));
    assertEquals(0, poller.failure(0));
  }

  /** Nothing comes, and the time is waited for and not spun away. */
  void assertWaits(long timeoutNanos) {
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

  void assertWokenFrom(long timeoutNanos) throws Exception {
    AtomicInteger result = new AtomicInteger(1);
    AtomicBoolean woken = new AtomicBoolean();
    Thread waker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  sleepMillis(20);
                  woken.set(true);
                  result.set(poller.waker().wakeup());
                });
    assertEquals(0, poller.poll(timeoutNanos));
    assertTrue(woken.get(), "it did not wait");
    waker.join();
    assertEquals(0, result.get());
  }

  static long deadline() {
    return System.nanoTime() + PATIENCE_NANOS;
  }

  static void sleepMillis(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void send(long socket) {
    Chunk chunk = pool.lease(1);
    chunk.writeIndex(1);
    assertEquals(1, loopback.sockets().send(socket, chunk));
    chunk.release();
  }

  void receive(long socket) {
    Chunk chunk = pool.lease(64);
    assertTrue(loopback.receive(socket, chunk, 0, 64) > 0);
    chunk.release();
  }

  void reset(long socket) {
    assertEquals(0, loopback.sockets().resetOnClose(socket));
    loopback.close(socket);
  }
}
