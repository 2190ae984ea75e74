package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MatchingTest {

  @Test
  void booksHaveThreadsWhereTheyHaveSomewhereToRun() {
    assertEquals(Matching.INLINE, Matching.of(1));
    assertEquals(Matching.INLINE, Matching.of(3));
    assertEquals(Matching.THREADS, Matching.of(4));
    assertEquals(Matching.of(Runtime.getRuntime().availableProcessors()), Matching.here());
    assertEquals(Matching.here(), GatewayConfig.defaults().books());
  }
}
