package dev.ioserver.engine.nio;

import static dev.ioserver.engine.nio.NioFixture.MILLI;
import static dev.ioserver.engine.nio.NioFixture.SECOND;
import static dev.ioserver.engine.nio.NioFixture.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.nio.NioFixture.Pair;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NioWakerTest {
  private NioFixture nio;

  @BeforeEach
  void open() throws IOException {
    nio = new NioFixture();
  }

  @AfterEach
  void close() {
    nio.close();
  }

  @Test
  void endsThePollThatComesNext() {
    nio.poller.waker().wakeup();
    assertReturnsAtOnce();
    assertWaits();
  }

  @Test
  void endsThePollThatIsUnderWay() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    sleep(5);
                    nio.poller.waker().wakeup();
                  });
      assertEquals(0, nio.poller.poll(-1));
      other.join();
    }
  }

  @Test
  void severalWakesEndOnePoll() {
    for (int i = 0; i < 5; i++) {
      nio.poller.waker().wakeup();
    }
    assertReturnsAtOnce();
    assertWaits();
  }

  /** The flush that a close needs is a select, and swallows the selector's own wake-up. */
  @Test
  void isNotLostInAFlush() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    nio.poller.waker().wakeup();
    ok(nio.sockets.close(pair.near()));
    assertReturnsAtOnce();
    assertWaits();
    nio.closeAll(pair.far());
  }

  @Test
  void isNoEvent() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    nio.send(pair.far(), "x");
    nio.poller.waker().wakeup();
    nio.expect(1, Interest.READ);
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void aPollThatDoesNotWaitTakesTheWakeToo() {
    nio.poller.waker().wakeup();
    assertEquals(0, nio.poller.poll(0));
    assertWaits();
  }

  private void assertReturnsAtOnce() {
    long began = System.nanoTime();
    assertEquals(0, nio.poller.poll(20 * SECOND));
    assertTrue(System.nanoTime() - began < 10 * SECOND, "the wake-up was lost");
  }

  private void assertWaits() {
    long began = System.nanoTime();
    assertEquals(0, nio.poller.poll(20 * MILLI));
    assertTrue(System.nanoTime() - began >= 20 * MILLI, "woken once more");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
