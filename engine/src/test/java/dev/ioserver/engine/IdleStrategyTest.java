package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleStrategyTest {

  @Test
  void theDefaultParksAtOnce() {
    assertEquals(IdleStrategy.park(), IoServerOptions.defaults().idle());
    assertEquals(0, IdleStrategy.park().spinNanos());
  }

  @Test
  void onlyTheAdaptiveOneAdapts() {
    assertTrue(IdleStrategy.adaptive().isAdaptive());
    assertTrue(IdleStrategy.adaptive(Duration.ofNanos(1)).isAdaptive());
    assertFalse(IdleStrategy.spin(Duration.ofNanos(1)).isAdaptive());
    assertFalse(IdleStrategy.busy().isAdaptive());
  }

  @Test
  void aNegativeTimeIsRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> IdleStrategy.spin(Duration.ofNanos(-1)));
    assertEquals("spin is PT-0.000000001S; it must be 0 or more", e.getMessage());
  }

  @Test
  void aTimeBeyondNanosecondsNeverParks() {
    assertEquals(IdleStrategy.busy(), IdleStrategy.spin(Duration.ofSeconds(Long.MAX_VALUE)));
    assertEquals(IdleStrategy.park(), IdleStrategy.spin(Duration.ZERO));
  }
}
