package dev.ioserver.engine.nio;

import static dev.ioserver.engine.nio.NioFixture.MILLI;
import static dev.ioserver.engine.nio.NioFixture.SECOND;
import static dev.ioserver.engine.nio.NioFixture.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.nio.NioFixture.Pair;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NioInterruptTest {
  private NioFixture nio;

  @BeforeEach
  void open() throws IOException {
    nio = new NioFixture();
  }

  @AfterEach
  void close() {
    // Not to be handed to the next test.
    Thread.interrupted();
    nio.close();
  }

  @Test
  void anInterruptThatIsSetEndsOnePollAndStaysSet() {
    Thread.currentThread().interrupt();
    assertReturnsAtOnce();
    assertTrue(Thread.currentThread().isInterrupted(), "the interrupt was lost");
  }

  @Test
  void anInterruptedThreadDoesNotSpin() {
    Thread.currentThread().interrupt();
    assertReturnsAtOnce();
    for (int i = 0; i < 3; i++) {
      assertWaits();
      assertTrue(Thread.currentThread().isInterrupted(), "the interrupt was lost");
    }
  }

  @Test
  void anInterruptEndsThePollThatIsUnderWay() throws InterruptedException {
    Thread self = Thread.currentThread();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  sleep(20);
                  self.interrupt();
                });
    assertReturnsAtOnce();
    assertTrue(Thread.interrupted(), "the interrupt was lost");
    other.join();
    assertWaits();
  }

  @Test
  void eachInterruptEndsAPoll() {
    for (int i = 0; i < 3; i++) {
      Thread.currentThread().interrupt();
      assertReturnsAtOnce();
      assertTrue(Thread.interrupted());
      assertWaits();
    }
  }

  @Test
  void eventsAndWakesReachAnInterruptedThread() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    Thread.currentThread().interrupt();
    assertReturnsAtOnce();
    nio.send(pair.far(), "x");
    nio.expect(1, Interest.READ);
    nio.receive(pair.near(), 1);
    nio.poller.waker().wakeup();
    assertReturnsAtOnce();
    nio.closeAll(pair.near(), pair.far());
  }

  /** java.nio closes channels under interrupted threads, but not those in non-blocking mode. */
  @Test
  void socketsSurviveAnInterruptedThread() throws IOException {
    long listener = nio.listen("127.0.0.1");
    Thread.currentThread().interrupt();
    Pair pair = nio.connect(listener);
    nio.send(pair.near(), "hello");
    assertEquals("hello", nio.receive(pair.far(), 5));
    nio.send(pair.far(), "there");
    assertEquals("there", nio.receive(pair.near(), 5));
    assertEquals(
        ErrorCodes.WOULD_BLOCK, nio.sockets.accept(listener, PortOptions.defaults().options()));
    assertTrue(Thread.currentThread().isInterrupted());
    nio.closeAll(listener, pair.near(), pair.far());
  }

  private void assertReturnsAtOnce() {
    long began = System.nanoTime();
    assertEquals(0, nio.poller.poll(20 * SECOND));
    assertTrue(System.nanoTime() - began < 10 * SECOND, "did not return");
  }

  private void assertWaits() {
    long began = System.nanoTime();
    assertEquals(0, nio.poller.poll(20 * MILLI));
    assertTrue(System.nanoTime() - began >= 20 * MILLI, "returned early with nothing: spins");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
