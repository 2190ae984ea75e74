package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.spi.NanoClock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a loop, earliest first: a heap in which each node has four children. The times
 * of the children lie side by side, so that one cache line tells which comes first.
 *
 * <p>A deadline that is set for later keeps its place until it is the first: most time-outs are set
 * anew again and again, and this makes that cost a few stores. So a place is that of a deadline's
 * time, or of an earlier one. The first is made sure of when its place is near or due: until then
 * it does not matter, but for a wait that ends once too often.
 *
 * <p>A wheel would be exact to a tick alone, and its cost depends on how the deadlines are spread.
 * Belongs to the loop's thread.
 */
public final class TimerQueue {

  private static final int FIRST_ROOM = 16;

  /** Four children: the parent of place i is (i - 1) / 4, its first child 4 i + 1. */
  private static final int SHIFT = 2;

  private static final int CHILDREN = 1 << SHIFT;

  /** 146 years. What is set for later than that is due then. */
  private static final long FARTHEST_NANOS = Long.MAX_VALUE / 2;

  /** The first is made sure of when it is as near as that: so seldom does a wait end in vain. */
  private static final long NEAR_NANOS = 10_000_000;

  private final NanoClock clock;

  /** The time of each place; no later than that of the deadline there. */
  private long[] times = new long[FIRST_ROOM];

  private @Nullable Deadline[] deadlines = new @Nullable Deadline[FIRST_ROOM];
  private int size;
  private long sequence;

  TimerQueue(NanoClock clock) {
    this.clock = clock;
  }

  /** Now, on the loop's clock. Any thread. */
  public long now() {
    return clock.nanoTime();
  }

  /**
   * A point in time so far from now, on the loop's clock. Any thread.
   *
   * @param nanos as for {@link Durations#deadline(long)}
   */
  public long deadline(long nanos) {
    return now() + Durations.span(nanos);
  }

  /**
   * Sets a deadline, whether it is set already or not.
   *
   * @param at on the loop's clock, however far
   */
  public void set(Deadline deadline, long at) {
    // Deadlines are compared by difference, which must not overflow however far off one is.
    long left = at - now();
    setWithin(deadline, left > FARTHEST_NANOS ? at - (left - FARTHEST_NANOS) : at);
  }

  /**
   * As {@link #set}, without a look at the clock.
   *
   * @param at no later than {@link #deadline(long)} has given by now
   */
  public void setWithin(Deadline deadline, long at) {
    int place = deadline.place();
    if (place == Deadline.NOWHERE) {
      if (size == times.length) {
        grow();
      }
      deadline.set(at, sequence++);
      up(size++, deadline);
      return;
    }
    deadline.set(at, sequence++);
    if (at - deadline.placedAt() < 0) {
      up(place, deadline);
    }
  }

  /** Takes a deadline out, if it is set. It may be set again. */
  public void cancel(Deadline deadline) {
    int place = deadline.place();
    if (place != Deadline.NOWHERE) {
      remove(place, deadline);
    }
  }

  /** Runs what is due. Returns how many ran. */
  int expire() {
    if (size == 0) {
      return 0;
    }
    int ran = 0;
    long now = now();
    // What an action sets for now waits for the next round, so that a round ends.
    long round = sequence;
    while (size > 0 && times[0] - now <= 0) {
      Deadline first = first();
      if (first.at() - now > 0 || isOfNextRound(first, round)) {
        return ran;
      }
      remove(0, first);
      ran++;
      first.expired();
    }
    return ran;
  }

  /** Whether nothing is set. */
  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Nanoseconds from a point in time until the next look, 0 if it is due; one is set. Nothing is
   * due before; where that is not near, there may be nothing then either.
   */
  long untilNext(long now) {
    long left = times[0] - now;
    if (left <= NEAR_NANOS) {
      left = first().at() - now;
    }
    return Math.max(0, left);
  }

  private static boolean isOfNextRound(Deadline deadline, long round) {
    return deadline.sequence() >= round;
  }

  /** The earliest, when all that were set for later have left the first place; one is set. */
  private Deadline first() {
    Deadline first = at(0);
    while (first.isLater()) {
      down(0, first);
      first = at(0);
    }
    return first;
  }

  private Deadline at(int place) {
    Deadline deadline = deadlines[place];
    assert deadline != null : "place " + place + " of " + size;
    return deadline;
  }

  private void remove(int place, Deadline deadline) {
    deadline.place(Deadline.NOWHERE);
    Deadline last = at(--size);
    deadlines[size] = null;
    if (place == size) {
      return;
    }
    last.placed();
    if (place > 0 && isBefore(last.at(), last, (place - 1) >> SHIFT)) {
      up(place, last);
    } else {
      down(place, last);
    }
  }

  /** Finds the place for a deadline, from a free one upwards. */
  private void up(int free, Deadline deadline) {
    deadline.placed();
    long time = deadline.at();
    int place = free;
    while (place > 0) {
      int parent = (place - 1) >> SHIFT;
      if (!isBefore(time, deadline, parent)) {
        break;
      }
      put(place, times[parent], at(parent));
      place = parent;
    }
    put(place, time, deadline);
  }

  /** Finds the place for a deadline, from a free one downwards. */
  private void down(int free, Deadline deadline) {
    deadline.placed();
    long time = deadline.at();
    int place = free;
    for (int child = firstChild(place); child < size; child = firstChild(place)) {
      int end = Math.min(child + CHILDREN, size);
      int least = child;
      for (int other = child + 1; other < end; other++) {
        if (isBefore(times[other], at(other), least)) {
          least = other;
        }
      }
      if (isBefore(time, deadline, least)) {
        break;
      }
      put(place, times[least], at(least));
      place = least;
    }
    put(place, time, deadline);
  }

  private static int firstChild(int place) {
    return (place << SHIFT) + 1;
  }

  /** Whether a time of a deadline comes before what has a place. */
  private boolean isBefore(long time, Deadline deadline, int place) {
    // By difference: nanoTime may wrap.
    long later = time - times[place];
    return later < 0 || (later == 0 && deadline.placedSequence() - at(place).placedSequence() < 0);
  }

  private void put(int place, long time, Deadline deadline) {
    times[place] = time;
    deadlines[place] = deadline;
    deadline.place(place);
  }

  private void grow() {
    // Both first: where there is no memory for one of them, all stays as it is.
    long[] moreTimes = Arrays.copyOf(times, 2 * size);
    deadlines = Arrays.copyOf(deadlines, 2 * size);
    times = moreTimes;
  }
}
