package dev.ioserver.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.api.IdleStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleTest {

  @Test
  void namesAndNumbersAreUnderstood() {
    assertEquals(IdleStrategy.park(), Idle.parse("park"));
    assertEquals(IdleStrategy.adaptive(), Idle.parse("adaptive"));
    assertEquals(IdleStrategy.busy(), Idle.parse("busy"));
    assertEquals(IdleStrategy.spin(Duration.ofNanos(20_000)), Idle.parse("20000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "10us", "99999999999999999999"})
  void nothingElseIs(String text) {
    assertThrows(IllegalArgumentException.class, () -> Idle.parse(text));
  }
}
