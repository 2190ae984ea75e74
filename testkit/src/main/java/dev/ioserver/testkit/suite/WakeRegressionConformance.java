package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.RawSockets;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Bugs that other event loops had with wake-ups, each as a test that is named after it: project and
 * number of the report follow the name of the fault.
 */
public abstract class WakeRegressionConformance extends Conformance {

  private static final long LONG = TestServer.LONG_NANOS;

  /** For subclasses. */
  protected WakeRegressionConformance() {}

  /**
   * Makes another descriptor for the same open file, as {@code dup(2)} does.
   *
   * @param descriptor a descriptor of this engine
   * @return the other one, for the caller to close, or -1 where this engine's descriptors have no
   *     such thing
   */
  protected long duplicate(long descriptor) {
    return -1;
  }

  /** A wake-up that meets the end of a timed wait must not vanish with it. */
  @Test
  void lostWakeupNetty10796AtTheEndOfATimedWait() throws Exception {
    wakesUnder(random -> random.nextInt(60_000), false);
  }

  /** A wait that was interrupted must not swallow the wake-up that came with it. */
  @Test
  void lostWakeupPolling265WithAnInterruptedWait() throws Exception {
    wakesUnder(random -> -1, true);
  }

  /** A poll that does not block must not eat the wake-up that was meant for one that does. */
  @Test
  void lostWakeupGo42515EatenByANonBlockingPoll() throws Exception {
    wakesUnder(random -> random.nextBoolean() ? 0 : -1, false);
  }

  /** What a thread published with its wake-up is seen even if the wake-up itself is used up. */
  @Test
  void lostWakeupCapnproto1631UsedUpElsewhere() throws Exception {
    try (IoSelector selector = openSelector()) {
      AtomicBoolean published = new AtomicBoolean();
      for (int i = 0; i < 200; i++) {
        selector.registry().wakeup();
        published.set(true);
        selector.registry().wakeup();
        selector.selectNanos((_, _, _) -> {}, 0);
        long began = System.nanoTime();
        selector.selectNanos((_, _, _) -> {}, LONG, published::get);
        assertTrue(System.nanoTime() - began < LONG, "blocked although there was a reason not to");
        published.set(false);
      }
    }
  }

  /** A registration that is pushed when the loop has looked for the last time before it blocks. */
  @Test
  void lostRegistrationPushedRightBeforeTheBlock() throws Exception {
    Random random = random();
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      pair.peer().write((byte) 1);
      AtomicLong asked = new AtomicLong();
      AtomicLong seen = new AtomicLong();
      int rounds = rounds(8_000, 1_000_000);
      Work<Void> other =
          run(
              "other",
              () -> {
                for (long i = 1; i <= rounds; i++) {
                  for (int spins = random.nextInt(300); spins > 0; spins--) {
                    Thread.onSpinWait();
                  }
                  asked.set(selector.registry().register(pair.descriptor(), Interest.READ, i));
                  long deadline = System.nanoTime() + LONG;
                  while (seen.get() < i) {
                    assertTrue(System.nanoTime() - deadline < 0, "registration " + i + " was lost");
                    Thread.onSpinWait();
                  }
                }
              });
      ReadyHandler handler =
          (token, attachment, ready) -> {
            selector.deregisterNow(token);
            seen.set((Long) java.util.Objects.requireNonNull(attachment));
          };
      while (seen.get() < rounds && !other.isDone()) {
        selector.selectNanos(handler, 100_000_000);
      }
      other.get();
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  /** A waker that comes late must not write to a descriptor that is somebody else's by then. */
  @Test
  void closedWakerNetty9362IsNeverWrittenTo() throws Exception {
    Random random = random();
    for (int round = 0; round < rounds(80, 5_000); round++) {
      IoSelector selector = openSelector();
      AtomicBoolean done = new AtomicBoolean();
      List<Work<@Nullable Void>> wakers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        wakers.add(
            run(
                "waker",
                () -> {
                  while (!done.get()) {
                    selector.registry().wakeup();
                  }
                }));
      }
      for (int n = random.nextInt(20); n > 0; n--) {
        selector.selectNanos((_, _, _) -> {}, 100_000);
      }
      selector.close();
      try (java.net.ServerSocket listener =
              new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
          Peer one = Peer.connect((java.net.InetSocketAddress) listener.getLocalSocketAddress());
          Peer two = new Peer(listener.accept())) {
        for (int spins = 0; spins < 2_000; spins++) {
          Thread.onSpinWait();
        }
        done.set(true);
        for (Work<Void> waker : wakers) {
          waker.get();
        }
        one.shutdownOutput();
        two.shutdownOutput();
        assertEquals(0, one.readAll().length(), "a wake-up was written into a socket");
        assertEquals(0, two.readAll().length(), "a wake-up was written into a socket");
      }
    }
  }

  /** Wakes up a selecting thread in turns, each wake-up carrying something that must be seen. */
  private void wakesUnder(Timeouts timeouts, boolean interrupts) throws Exception {
    Random random = random();
    int rounds = rounds(2_000, 500_000);
    try (IoSelector selector = openSelector()) {
      AtomicInteger published = new AtomicInteger();
      AtomicInteger seen = new AtomicInteger();
      Work<Void> selecting =
          run(
              "selecting",
              () -> {
                Random own = new Random(random.nextLong());
                while (seen.get() < rounds) {
                  selector.selectNanos((_, _, _) -> {}, timeouts.next(own));
                  seen.set(published.get());
                  if (interrupts && own.nextBoolean()) {
                    var _ = Thread.interrupted();
                  }
                }
                selector.transfer();
              });
      for (int i = 1; i <= rounds; i++) {
        for (int spins = i * 31 % 500; spins > 0; spins--) {
          Thread.onSpinWait();
        }
        if (interrupts && i % 3 == 0) {
          selecting.interrupt();
        }
        published.set(i);
        selector.registry().wakeup();
        long deadline = System.nanoTime() + LONG;
        while (seen.get() < i) {
          assertTrue(System.nanoTime() - deadline < 0, "wake-up " + i + " was lost");
          Thread.onSpinWait();
        }
      }
      selecting.get();
    }
  }

  /** The time-outs of waits, in nanoseconds. */
  @FunctionalInterface
  private interface Timeouts {
    long next(Random random);
  }
}
