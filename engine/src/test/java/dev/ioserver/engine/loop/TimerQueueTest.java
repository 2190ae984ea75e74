package dev.ioserver.engine.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.spi.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
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
    assertTrue(timers.untilNext(timers.now()) > HOUR / 2);
  }

  @Test
  void anEmptyQueueWaitsWithoutEnd() {
    assertTrue(timers.isEmpty());
    assertEquals(0, timers.expire());
    timers.set(named("due"), now - 1);
    assertEquals(0, timers.untilNext(timers.now()));
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
    assertTrue(timers.isEmpty());
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
    assertEquals(0, timers.untilNext(timers.now()));
    assertEquals(1, timers.expire());
    assertEquals(List.of("past"), ran);
    assertTrue(timers.untilNext(timers.now()) > HOUR);
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
    assertTrue(timers.isEmpty());
  }

  @Test
  void oneThatWasCancelledMayBeSetAgain() {
    Deadline again = named("again");
    timers.set(again, now - 1);
    timers.cancel(again);
    assertEquals(0, timers.expire());
    timers.set(again, now - 1);
    assertEquals(1, timers.expire());
    timers.set(again, now - 1);
    assertEquals(1, timers.expire());
    assertEquals(List.of("again", "again"), ran);
  }

  @Test
  void whatIsSetForLaterIsWaitedForWhenTheEarlierTimeIsNear() {
    long[] clock = {now};
    TimerQueue queue = new TimerQueue(() -> clock[0]);
    Deadline later = named("later");
    queue.set(later, now + HOUR);
    queue.set(later, now + 3 * HOUR);
    assertTrue(queue.untilNext(now) >= HOUR, "not before the earlier time");
    clock[0] = now + HOUR - 1;
    assertEquals(2 * HOUR + 1, queue.untilNext(clock[0]));
    clock[0] = now + HOUR;
    assertEquals(0, queue.expire());
    queue.set(later, now + 2 * HOUR);
    assertEquals(HOUR, queue.untilNext(clock[0]));
    clock[0] = now + 2 * HOUR;
    assertEquals(1, queue.expire());
    assertTrue(queue.isEmpty());
  }

  /** Sets, moves, cancels and expires at random, beside a sorted set. */
  @Test
  void expiresWhatASortedSetWould() {
    long seed = System.nanoTime();
    System.out.println("expiresWhatASortedSetWould: seed " + seed);
    Random random = new Random(seed);
    long[] clock = {Long.MAX_VALUE - 50_000};
    TimerQueue queue = new TimerQueue(() -> clock[0]);
    TreeSet<Expected> model = new TreeSet<>();
    Expected[] expected = new Expected[200];
    Deadline[] deadlines = new Deadline[expected.length];
    List<Integer> fired = new ArrayList<>();
    for (int i = 0; i < deadlines.length; i++) {
      int me = i;
      deadlines[i] = new Deadline(() -> fired.add(me));
    }
    long order = 0;
    for (int step = 0; step < 100_000; step++) {
      int which = random.nextInt(deadlines.length);
      if (random.nextInt(8) == 0) {
        queue.cancel(deadlines[which]);
        if (expected[which] != null) {
          model.remove(expected[which]);
          expected[which] = null;
        }
      } else {
        if (expected[which] != null) {
          model.remove(expected[which]);
        }
        // Few different times, so that many are the same.
        long at = clock[0] + random.nextInt(300);
        queue.setWithin(deadlines[which], at);
        expected[which] = new Expected(at, order++, which);
        model.add(expected[which]);
      }
      clock[0] += random.nextInt(3);
      List<Integer> due = new ArrayList<>();
      while (!model.isEmpty() && model.first().at() - clock[0] <= 0) {
        int next = Objects.requireNonNull(model.pollFirst()).which();
        expected[next] = null;
        due.add(next);
      }
      queue.expire();
      assertEquals(due, fired, "step " + step + ", seed " + seed);
      fired.clear();
      assertEquals(model.isEmpty(), queue.isEmpty());
      if (!model.isEmpty()) {
        assertEquals(model.first().at() - clock[0], queue.untilNext(clock[0]));
      }
    }
  }

  private record Expected(long at, long order, int which) implements Comparable<Expected> {
    @Override
    public int compareTo(Expected other) {
      int byTime = Long.signum(at - other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
