package dev.ioserver.engine.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IdleStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpinBudgetTest {

  private static final long MOST = 50_000;

  private final SpinBudget adaptive = new SpinBudget(IdleStrategy.adaptive(Duration.ofNanos(MOST)));

  @Test
  void whoParksAtOnceNeedsNoClock() {
    assertFalse(new SpinBudget(IdleStrategy.park()).isUsed());
    assertTrue(adaptive.isUsed());
  }

  @Test
  void aFixedOneLearnsNothing() {
    SpinBudget fixed = new SpinBudget(IdleStrategy.spin(Duration.ofNanos(7)));
    fixed.parked(1);
    fixed.parked(Long.MAX_VALUE);
    assertTrue(fixed.goesOnAfter(Long.MAX_VALUE));
    assertEquals(7, fixed.nanos());
  }

  @Test
  void itBeginsByParking() {
    assertEquals(0, adaptive.nanos());
  }

  @Test
  void itGrowsWhileWaitsAreShortAndNotBeyondTheLimit() {
    long before = 0;
    for (int i = 0; i < 20; i++) {
      adaptive.parked(MOST);
      assertTrue(adaptive.nanos() > before || adaptive.nanos() == MOST);
      before = adaptive.nanos();
    }
    assertEquals(MOST, adaptive.nanos());
  }

  @Test
  void oneLongWaitEndsIt() {
    adaptive.parked(1);
    adaptive.parked(MOST + 1);
    assertEquals(0, adaptive.nanos());
  }

  @Test
  void aLostProcessorEndsItForManyShortWaits() {
    adaptive.parked(1);
    assertTrue(adaptive.goesOnAfter(1_000));
    assertFalse(adaptive.goesOnAfter(3_000_000));
    assertEquals(0, adaptive.nanos());
    adaptive.parked(1);
    assertEquals(0, adaptive.nanos());
    for (int i = 0; i < 100; i++) {
      adaptive.parked(1);
    }
    assertEquals(MOST, adaptive.nanos());
  }
}
