package dev.ioserver.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.IoServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleTest {

  @Test
  void namesAndNumbersAreUnderstood() {
    assertEquals(Idle.PARK, Idle.parse("park"));
    assertEquals(Idle.ADAPTIVE, Idle.parse("adaptive"));
    assertEquals(Idle.SPIN, Idle.parse("spin"));
    assertEquals(new Idle(20_000), Idle.parse("20000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "10us", "99999999999999999999"})
  void nothingElseIs(String text) {
    assertThrows(IllegalArgumentException.class, () -> Idle.parse(text));
  }

  @Test
  void theOptionsHaveIt() {
    assertEquals(50_000, Idle.ADAPTIVE.in(IoServerOptions.defaults()).spinNanos());
  }
}
