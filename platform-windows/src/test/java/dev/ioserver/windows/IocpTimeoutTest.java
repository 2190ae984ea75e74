package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IocpTimeoutTest {

  @Test
  void millisecondsAreRoundedUpAndBounded() {
    assertEquals(1, IocpTimeout.toMillis(1));
    assertEquals(1, IocpTimeout.toMillis(1_000_000));
    assertEquals(2, IocpTimeout.toMillis(1_000_001));
    assertEquals(Integer.MAX_VALUE, IocpTimeout.toMillis(Long.MAX_VALUE));
  }
}
