package dev.ioserver.examples.gateway.ouch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenMapTest {

  @Test
  void tokenKeepsItsFirstValue() {
    TokenMap map = new TokenMap(10);
    assertEquals(TokenMap.ABSENT, map.get(1, 2));
    assertEquals(TokenMap.ABSENT, map.put(1, 2, 0));
    assertEquals(0, map.put(1, 2, 5));
    assertEquals(0, map.get(1, 2));
    assertEquals(TokenMap.ABSENT, map.get(2, 1));
    assertEquals(1, map.size());
  }

  @Test
  void tokenOfZeroesIsATokenLikeAnyOther() {
    TokenMap map = new TokenMap(10);
    assertEquals(TokenMap.ABSENT, map.get(0, 0));
    assertEquals(TokenMap.ABSENT, map.put(0, 0, 3));
    assertEquals(3, map.get(0, 0));
  }

  @Test
  void fullMapRefusesNewTokensOnly() {
    TokenMap map = new TokenMap(1);
    assertFalse(map.isFull());
    assertEquals(TokenMap.ABSENT, map.put(1, 1, 1));
    assertTrue(map.isFull());
    assertEquals(1, map.put(1, 1, 1));
    assertThrows(IllegalStateException.class, () -> map.put(2, 2, 2));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TokenMap(0));
    assertThrows(IllegalArgumentException.class, () -> new TokenMap((1 << 28) + 1));
    assertThrows(IllegalArgumentException.class, () -> new TokenMap(1).put(1, 1, -1));
  }

  @Test
  void behavesAsAMap() {
    long seed = System.nanoTime();
    System.out.println("TokenMapTest seed " + seed);
    Random random = new Random(seed);
    TokenMap map = new TokenMap(1 << 20);
    Map<Long, Integer> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long number = random.nextInt(50_000) * 1_000L;
      long high = Token.numberedHigh(number);
      long low = Token.numberedLow(number);
      Integer expected = model.putIfAbsent(number, i);
      assertEquals(expected == null ? -1 : expected, map.put(high, low, i), "seed " + seed);
    }
    assertEquals(model.size(), map.size());
    model.forEach(
        (number, value) ->
            assertEquals(value, map.get(Token.numberedHigh(number), Token.numberedLow(number))));
  }
}
