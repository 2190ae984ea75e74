package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketSetTest {

  @Test
  void secondAddIsRefusedUntilRemoved() {
    SocketSet set = new SocketSet();
    assertTrue(set.add(0));
    assertFalse(set.add(0));
    set.remove(0);
    set.remove(0);
    assertEquals(0, set.size());
    assertTrue(set.add(0));
  }

  /** Few numbers, so that they collide, come and go; grows on the way. */
  @Test
  void agreesWithASetOfTheJdk() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int bound : new int[] {8, 40, 200, 5_000}) {
      SocketSet set = new SocketSet();
      Set<Long> expected = new HashSet<>();
      for (int i = 0; i < 50_000; i++) {
        long socket = 4L * random.nextInt(bound);
        if (random.nextBoolean()) {
          assertEquals(expected.add(socket), set.add(socket), "seed " + seed);
        } else {
          expected.remove(socket);
          set.remove(socket);
        }
        assertEquals(expected.size(), set.size(), "seed " + seed);
      }
      for (long socket = 0; socket < 4L * bound; socket += 4) {
        assertEquals(expected.contains(socket), !set.add(socket), "seed " + seed);
      }
    }
  }

  @Test
  void aCopyChangesAndTheSetDoesNot() {
    SocketSet set = new SocketSet();
    set.add(4);
    SocketSet more = set.with(8);
    SocketSet less = more.without(4);
    assertTrue(more.contains(4) && more.contains(8));
    assertTrue(less.contains(8) && !less.contains(4));
    assertTrue(set.contains(4) && !set.contains(8));
    assertEquals(1, set.size());
  }
}
