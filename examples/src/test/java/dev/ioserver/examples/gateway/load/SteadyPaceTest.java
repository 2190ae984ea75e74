package dev.ioserver.examples.gateway.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SteadyPaceTest {

  private static final long MILLI = 1_000_000;
  private static final long START = 5_000;

  /** 1,000 orders a second: client 0 at 0, 2, 4 ms and so on, client 1 at 1, 3, 5 ms. */
  private final SteadyPace pace = new SteadyPace(1000, 2);

  @Test
  void clientsTakeTurns() {
    pace.start(START);
    pace.measure(START, START + 10 * MILLI);
    assertEquals(START, pace.dueNanos(0, 0));
    assertEquals(START + MILLI, pace.dueNanos(1, 0));
    assertEquals(START + 2 * MILLI, pace.dueNanos(0, 1));
    assertEquals(START + 3 * MILLI, pace.dueNanos(1, 1));
  }

  @Test
  void ordersThatAreDueStayDueUntilTheyAreSent() {
    pace.start(START);
    pace.measure(START, START + 10 * MILLI);
    assertEquals(0, pace.unsent(0, 0));
    assertEquals(START + 4 * MILLI, release(START + 3 * MILLI));
    assertTrue(pace.isDue(0, 1, 0));
    assertTrue(pace.isDue(0, 1, 1_000_000), "it does not wait for answers");
    assertFalse(pace.isDue(0, 2, 0));
    assertEquals(2, pace.unsent(0, 0));
    assertEquals(1, pace.unsent(1, 1));
    assertEquals(START + 2 * MILLI, pace.dueNanos(0, 1), "however late it is sent");
  }

  @Test
  void endsAfterTheGivenTime() {
    pace.start(START);
    pace.measure(START, START + 10 * MILLI);
    release(START + 60 * MILLI);
    assertEquals(5, pace.unsent(0, 0));
    assertEquals(5, pace.unsent(1, 0));
  }

  @Test
  void stopsAtOnce() {
    pace.start(START);
    pace.measure(START, START + 10 * MILLI);
    release(START);
    pace.stop(false);
    release(START + 60 * MILLI);
    assertEquals(1, pace.unsent(0, 0));
    assertEquals(0, pace.unsent(1, 0));
    assertTrue(pace.isDue(0, 0, 0));
    pace.stop(true);
    assertEquals(0, pace.unsent(0, 0));
    assertFalse(pace.isDue(0, 0, 0));
  }

  @Test
  void whatWasDueInTheWarmUpIsNotMeasured() {
    pace.start(START);
    release(START + 3 * MILLI);
    assertFalse(pace.isMeasured(pace.dueNanos(0, 2)), "it has not begun");
    pace.measure(START + 4 * MILLI, START + 10 * MILLI);
    assertFalse(pace.isMeasured(pace.dueNanos(1, 1)));
    assertTrue(pace.isMeasured(pace.dueNanos(0, 2)));
  }

  @Test
  void roundTripsCountFromWhenTheOrderWasDue() {
    pace.start(START);
    pace.measure(START, START + 10 * MILLI);
    RoundTrips roundTrips = new RoundTrips(null);
    roundTrips.start(START);
    // A stall of 8 ms: four orders of client 0, all answered at its end, 1 us after being sent.
    long answered = START + 8 * MILLI;
    for (int i = 0; i < 4; i++) {
      roundTrips.record(pace.dueNanos(0, i), answered);
    }
    assertEquals(8 * MILLI, roundTrips.histogram().getMaxValue(), MILLI / 100.0);
    assertEquals(2 * MILLI, roundTrips.histogram().getMinValue(), MILLI / 100.0);
    assertEquals(8 * MILLI, roundTrips.elapsedNanos());
  }

  @Test
  void theNumberOfMeasuredOrdersDoesNotDependOnWhenItBegins() {
    for (long from = 0; from < 3 * MILLI; from += 77_777) {
      SteadyPace any = new SteadyPace(1000, 2);
      any.start(START);
      any.measure(START + from, START + from + 10 * MILLI);
      any.release(START + 60 * MILLI, client -> {});
      long measured = 0;
      for (int client = 0; client < 2; client++) {
        for (long i = 0; i < any.unsent(client, 0); i++) {
          measured += any.isMeasured(any.dueNanos(client, i)) ? 1 : 0;
        }
      }
      assertEquals(10, measured, "from " + from);
    }
  }

  private long release(long nowNanos) {
    return pace.release(nowNanos, client -> {});
  }
}
