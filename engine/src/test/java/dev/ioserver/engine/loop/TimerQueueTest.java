package dev.ioserver.engine.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.spi.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private static final long HOUR = 3_600_000_000_000L;

  private final TimerQueue timers = new TimerQueue(NanoClock.SYSTEM);
  private final List<String> ran = new ArrayList<>();
  private final long now = System.nanoTime();

  private Deadline named(String name) {
    return new Deadline(() -> ran.add(name));
  }

  @Test
  void runsWhatIsDueInOrderOfTimeThenOfSetting() {
    timers.set(named("third"), now - 1);
    timers.set(named("second"), now - 5);
    timers.set(named("fourth"), now - 1);
    timers.set(named("first"), now - 9);
    timers.set(named("later"), now + HOUR);
    assertEquals(4, timers.expire());
    assertEquals(List.of("first", "second", "third", "fourth"), ran);
    assertTrue(timers.untilNext() > HOUR / 2);
  }

  @Test
  void anEmptyQueueWaitsWithoutEnd() {
    assertEquals(-1, timers.untilNext());
    assertEquals(0, timers.expire());
    timers.set(named("due"), now - 1);
    assertEquals(0, timers.untilNext());
  }

  @Test
  void whatIsCancelledDoesNotRun() {
    Deadline first = named("first");
    timers.set(first, now - 2);
    timers.set(named("second"), now - 1);
    timers.cancel(first);
    timers.cancel(first);
    assertEquals(1, timers.expire());
    assertEquals(List.of("second"), ran);
    assertEquals(-1, timers.untilNext());
    timers.cancel(first);
  }

  @Test
  void whatAnActionSetsForNowWaitsForTheNextRound() {
    timers.set(new Deadline(() -> timers.set(named("next"), now - 9)), now - 1);
    assertEquals(1, timers.expire());
    assertEquals(List.of(), ran);
    assertEquals(1, timers.expire());
    assertEquals(List.of("next"), ran);
  }

  @Test
  void anActionMayCancelWhatIsDueToo() {
    Deadline second = named("second");
    timers.set(new Deadline(() -> timers.cancel(second)), now - 2);
    timers.set(second, now - 1);
    assertEquals(1, timers.expire());
    assertEquals(List.of(), ran);
  }

  /** Differences of times overflow when one is set for never and another is past. */
  @Test
  void neverDoesNotComeBeforeNow() {
    timers.set(named("never"), now + Long.MAX_VALUE);
    timers.set(named("past"), now - HOUR);
    assertEquals(0, timers.untilNext());
    assertEquals(1, timers.expire());
    assertEquals(List.of("past"), ran);
    assertTrue(timers.untilNext() > HOUR);
  }

  @Test
  void manyCancelledOnesAreSweptOut() {
    long seed = System.nanoTime();
    System.out.println("manyCancelledOnesAreSweptOut: seed " + seed);
    Random random = new Random(seed);
    int kept = 0;
    for (int i = 0; i < 1_000; i++) {
      Deadline deadline = named("due");
      timers.set(deadline, now - 1 - random.nextInt(1_000));
      if (random.nextInt(4) == 0) {
        kept++;
      } else {
        timers.cancel(deadline);
      }
    }
    assertEquals(kept, timers.expire());
    assertEquals(kept, ran.size());
    assertEquals(-1, timers.untilNext());
  }
}
