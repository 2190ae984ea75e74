package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Timers: never early, in order, and late by less than {@link #LATE_NANOS}, which is meant for
 * machines that are busy with other things; how precise an engine is, benchmarks show.
 */
public abstract class TimerConformance extends Conformance {

  /** The stated bound: 5 s. */
  public static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long MS = 1_000_000;

  /** For subclasses. */
  protected TimerConformance() {}

  @BothShapes
  void oneShotNeverEarlyAndNotLate(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      for (long delay : new long[] {-1, 0, 1, 1_000, 50_000, MS - 1, MS, MS + 1, 7 * MS, 20 * MS}) {
        long began = System.nanoTime();
        Timer timer = server.timer(Duration.ofNanos(delay));
        assertSame(timer, server.expect(timer, Expired.class).timer());
        long passed = System.nanoTime() - began;
        assertTrue(passed >= delay, delay + " ns expired early, after " + passed);
        assertTrue(passed < delay + LATE_NANOS, delay + " ns expired late, after " + passed);
        assertEquals(1, timer.takeExpirations());
        assertEquals(0, timer.takeExpirations());
        timer.cancel();
        server.expect(timer, Closed.class);
      }
    }
  }

  @BothShapes
  void thousandsOfTimersExpireInOrder(Shape shape) throws Exception {
    Random random = random();
    int timers = 3_000;
    try (TestServer server = server(shape)) {
      Select<Object> select = select(server, shape);
      IdentityHashMap<Object, Long> due = new IdentityHashMap<>();
      List<Timer> all = new ArrayList<>();
      for (int i = 0; i < timers; i++) {
        // Whole milliseconds apart, so that the order of deadlines is that of the asking too.
        long delay = (100 + random.nextInt(200)) * MS;
        long from = System.nanoTime();
        Timer timer = server.timer(Duration.ofNanos(delay));
        due.put(timer, from + delay);
        all.add(timer);
        select.add(timer);
      }
      long waiting = System.nanoTime();
      for (int i = 0; i < timers; i++) {
        Object message = select.receive(TestServer.LONG);
        long now = System.nanoTime();
        Expired expired = (Expired) java.util.Objects.requireNonNull(message, "a timer is lost");
        Long deadline = due.remove(expired.timer());
        assertTrue(deadline != null, "expired twice");
        assertTrue(now - deadline >= 0, "expired early");
        assertTrue(now - Math.max(deadline, waiting) < LATE_NANOS, "expired late");
      }
      for (Timer timer : all) {
        timer.close();
      }
      for (int i = 0; i < timers; i++) {
        assertTrue(select.receive(TestServer.LONG) instanceof Closed);
      }
      assertNull(select.tryReceive());
      assertEquals(0, select.size());
    }
  }

  @BothShapes
  void timersOfOneLoopExpireByDeadlineThenByAge(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = select(server, shape);
      long[] delays = {90 * MS, 30 * MS, 60 * MS, 30 * MS, 120 * MS};
      int[] order = {1, 3, 2, 0, 4};
      List<Timer> timers = new ArrayList<>();
      long began;
      do {
        // Once more if it took so long that the order of the deadlines is another one.
        timers.forEach(Timer::cancel);
        timers.clear();
        began = System.nanoTime();
        for (long delay : delays) {
          timers.add(server.timer(Duration.ofNanos(delay)));
        }
        server.settle();
      } while (System.nanoTime() - began > 25 * MS);
      timers.forEach(select::add);
      for (int expected : order) {
        Object message = select.receive(TestServer.LONG);
        assertTrue(message instanceof Expired, String.valueOf(message));
        assertSame(timers.get(expected), ((Expired) message).timer());
      }
    }
  }

  @BothShapes
  void periodicNeverEarlyAndCountsWhatWasMissed(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      long period = 5 * MS;
      long began = System.nanoTime();
      Timer timer = server.timer(Duration.ofNanos(period), Duration.ofNanos(period));
      long expirations = 0;
      for (int i = 0; i < 10; i++) {
        server.expect(timer, Expired.class);
        expirations += timer.takeExpirations();
        long passed = System.nanoTime() - began;
        assertTrue(passed >= expirations * period, expirations + " periods within " + passed);
      }
      server.idle(40 * MS);
      long missed = 0;
      int messages = 0;
      while (missed < 4) {
        server.expect(timer, Expired.class);
        messages++;
        missed += timer.takeExpirations();
      }
      assertTrue(messages < missed, "missed periods are not counted, but told one by one");
      timer.cancel();
      server.until("cancelled", () -> done(timer));
    }
  }

  @BothShapes
  void rescheduleEarlierLaterAndAgain(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Timer timer = server.timer(Duration.ofHours(1));
      long began = System.nanoTime();
      timer.schedule(Duration.ofMillis(10), Duration.ZERO);
      server.expect(timer, Expired.class);
      assertTrue(System.nanoTime() - began >= 10 * MS);
      do {
        // Once more if it took so long that the first of them may have expired in between.
        began = System.nanoTime();
        timer.schedule(Duration.ofMillis(100), Duration.ZERO);
        timer.schedule(Duration.ofHours(1), Duration.ZERO);
      } while (System.nanoTime() - began > 50 * MS);
      timer.drain(message -> {}, 100);
      assertNull(timer.receive(Duration.ofMillis(150)), "a deadline that was replaced has expired");
      timer.schedule(Duration.ZERO, Duration.ofMillis(3));
      server.expect(timer, Expired.class);
      server.expect(timer, Expired.class);
      timer.schedule(Duration.ofDays(100_000), Duration.ZERO);
      assertThrows(
          IllegalArgumentException.class,
          () -> timer.schedule(Duration.ofNanos(1), Duration.ofNanos(-1)));
      assertThrows(
          IllegalArgumentException.class,
          () -> server.io().timer(Duration.ofNanos(1), Duration.ofNanos(-1)));
      timer.close();
      server.until("closed", () -> done(timer));
      timer.schedule(Duration.ofNanos(1), Duration.ZERO);
      assertThrows(ChannelClosedException.class, timer::receive);
    }
  }

  /** The loop hears of it when it wakes for the earlier one, or for anything else. */
  @Test
  void aTimerForLaterThanTheLoopSleepsWakesNobody() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      server.timer(Duration.ofHours(1));
      Timer far = server.timer(Duration.ofHours(2));
      server.settle();
      // From here on nothing but the schedules below could wake the loop, when it has parked.
      server.until("asks nobody to wake the loop", () -> wakesForLater(server, far) == 0);
      long asked = server.counters().wakesAsked();
      for (int i = 0; i < 100; i++) {
        far.schedule(Duration.ofHours(3), Duration.ZERO);
      }
      assertEquals(asked, server.counters().wakesAsked());
      // One that joins those is due earlier, and is not kept waiting.
      far.schedule(Duration.ZERO, Duration.ZERO);
      server.expect(far, Expired.class);
      far.schedule(Duration.ofHours(3), Duration.ZERO);
      far.cancel();
      server.expect(far, Closed.class);
    }
  }

  private static long wakesForLater(TestServer server, Timer far) {
    long before = server.counters().wakesAsked();
    far.schedule(Duration.ofHours(2), Duration.ZERO);
    return server.counters().wakesAsked() - before;
  }

  /** Whoever sets it last is right, whichever threads set it. */
  @BothShapes
  void theOwnersScheduleReplacesThoseThatWereAskedForBefore(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      for (int i = 0; i < 50; i++) {
        Timer timer = server.timer(Duration.ofHours(1));
        Work<Void> other =
            run("other", () -> timer.schedule(Duration.ofHours(2), Duration.ofHours(1)));
        other.get();
        timer.schedule(Duration.ZERO, Duration.ZERO);
        server.expect(timer, Expired.class);
        timer.cancel();
        server.expect(timer, Closed.class);
      }
    }
  }

  @BothShapes
  void longestDelayIsNoDelayAtAll(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Timer timer = server.timer(Duration.ofNanos(Long.MAX_VALUE));
      assertNull(
          timer.receive(Duration.ofMillis(20)), "a deadline beyond the clock's range has expired");
      Timer soon = server.timer(Duration.ofMillis(1));
      server.expect(soon, Expired.class);
    }
  }

  @BothShapes
  void cancelFromAnyThreadAtAnyMoment(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      for (int i = 0; i < 200; i++) {
        Timer timer =
            server.timer(
                Duration.ofNanos(random.nextInt(300_000)),
                Duration.ofNanos(random.nextInt(3) * 20_000L));
        int spins = random.nextInt(20_000);
        Work<Void> canceller =
            run(
                "canceller",
                () -> {
                  for (int n = 0; n < spins; n++) {
                    Thread.onSpinWait();
                  }
                  timer.cancel();
                  timer.cancel();
                });
        while (!(server.next(timer) instanceof Closed)) {
          // It may have expired any number of times before.
        }
        assertTrue(timer.isDone());
        assertThrows(ChannelClosedException.class, timer::tryReceive);
        canceller.get();
      }
    }
  }

  @BothShapes
  void deadlinesDoNotHoldUpWakesOrSockets(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Timer far = server.timer(Duration.ofMinutes(10));
      long began = System.nanoTime();
      Timer near = server.timer(Duration.ofMillis(15));
      server.expect(near, Expired.class);
      assertTrue(System.nanoTime() - began < LATE_NANOS);
      assertNull(far.tryReceive());
    }
  }

  private static boolean done(Timer timer) {
    timer.drain(message -> {}, 100);
    return timer.isDone();
  }

  static Select<Object> select(TestServer server, Shape shape) {
    return shape == Shape.CALLER_RUNS ? server.io().any() : Select.ofAny();
  }
}
