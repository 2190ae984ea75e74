package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.spi.ProcessBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MembarriersTest {

  private static final int ROUNDS = Boolean.getBoolean("ioserver.stress") ? 1_000_000 : 10_000;

  /** The places of two rounds' flags, each on lines of its own. */
  private static final int APART = 64;

  @BeforeEach
  void theKernelHasIt() {
    int result = Membarriers.registered();
    assumeTrue(
        result >= 0,
        () ->
            "SKIPPED: membarrier is refused here with "
                + Errno.name(-result)
                + "; wakers fence for themselves");
  }

  @Test
  void doctorNamesIt() {
    assertEquals("yes", LinuxFeatures.found().get("process barrier (membarrier)"));
  }

  /**
   * Two threads store and then load what the other has stored. One has the barrier between the two,
   * the other nothing at all but the order that the compiler keeps. Both loads must not miss.
   */
  @Test
  void theBarrierStandsInForTheOtherThreadsFence() throws InterruptedException {
    ProcessBarrier barrier = Membarriers.found();
    assertNotNull(barrier);
    AtomicIntegerArray flags = new AtomicIntegerArray(4 * APART);
    AtomicBoolean failed = new AtomicBoolean();
    Thread light =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int round = 1; round <= ROUNDS; round++) {
                    flags.setRelease(2 * APART, round);
                    int heavySeen = storeAndLoad(flags, round);
                    flags.setRelease(3 * APART, heavySeen < round ? -round : round);
                    while (flags.getAcquire(2 * APART) == round && !failed.get()) {
                      Thread.onSpinWait();
                    }
                  }
                });
    int missedByOne = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      while (flags.getAcquire(2 * APART) != round) {
        Thread.onSpinWait();
      }
      flags.setRelease(APART, round);
      barrier.fenceAllThreads();
      boolean seen = flags.getAcquire(0) >= round;
      int light2;
      while (Math.abs(light2 = flags.getAcquire(3 * APART)) != round) {
        Thread.onSpinWait();
      }
      if (!seen && light2 < 0) {
        failed.set(true);
        break;
      }
      missedByOne += !seen || light2 < 0 ? 1 : 0;
      flags.setRelease(2 * APART, 0);
    }
    light.join();
    assertTrue(!failed.get(), "both missed what the other had stored");
    System.out.println(
        "membarrier: " + ROUNDS + " rounds, one side missed the other in " + missedByOne);
  }

  /** As a waker does that finds the thread long awake: no fence, no exchange. */
  private static int storeAndLoad(AtomicIntegerArray flags, int round) {
    flags.setRelease(0, round);
    java.lang.invoke.VarHandle.releaseFence();
    return flags.getOpaque(APART);
  }
}
