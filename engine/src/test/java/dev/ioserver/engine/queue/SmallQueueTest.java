package dev.ioserver.engine.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A queue of one element as a rule. */
class SmallQueueTest {

  private final SmallQueue<Integer> queue = new SmallQueue<>();

  @Test
  void doesWhatAnArrayDequeDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ArrayDeque<Integer> model = new ArrayDeque<>();
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(100) < 52) {
        queue.add(i);
        model.add(i);
      } else {
        assertEquals(model.poll(), queue.poll(), "seed " + seed);
      }
      assertEquals(model.size(), queue.size(), "seed " + seed);
      assertEquals(model.isEmpty(), queue.isEmpty(), "seed " + seed);
      assertEquals(model.peek(), queue.peek(), "seed " + seed);
    }
  }

  @Test
  void copiesTheFirstOnes() {
    Integer[] into = new Integer[3];
    assertEquals(0, queue.copyTo(into));
    queue.add(1);
    queue.add(2);
    assertEquals(2, queue.copyTo(into));
    assertArrayEquals(new Integer[] {1, 2, null}, into);
    queue.add(3);
    queue.add(4);
    assertEquals(3, queue.copyTo(into));
    assertArrayEquals(new Integer[] {1, 2, 3}, into);
    assertEquals(0, queue.copyTo(new Integer[0]));
    assertEquals(4, queue.size());
  }

  @Test
  void drainsInOrder() {
    for (int i = 0; i < 5; i++) {
      queue.add(i);
    }
    List<Integer> drained = new ArrayList<>();
    queue.drain(drained::add);
    assertEquals(List.of(0, 1, 2, 3, 4), drained);
    assertTrue(queue.isEmpty());
    assertNull(queue.poll());
  }
}
