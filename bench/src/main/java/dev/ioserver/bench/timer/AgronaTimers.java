package dev.ioserver.bench.timer;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/**
 * Agrona's wheel. Its timers are numbers, and are due to the tick of a millisecond. It has so many
 * ticks that one rotation is longer than any delay here, and that few timers share a tick.
 */
final class AgronaTimers implements TimerPeer {

  private static final long TICK_NANOS = 1 << 20;
  private static final int TICKS = 1 << 17;
  private static final int PER_TICK = 16;
  private static final int MANY = 1 << 14;
  private static final DeadlineTimerWheel.TimerHandler NOTHING = (_, _, _) -> true;

  private final DeadlineTimerWheel wheel =
      new DeadlineTimerWheel(TimeUnit.NANOSECONDS, System.nanoTime(), TICK_NANOS, TICKS, PER_TICK);
  private final long[] ids;

  AgronaTimers(int count) {
    ids = new long[count];
    for (int i = 0; i < count; i++) {
      // Apart from each other, as connections are.
      ids[i] = schedule(TimerBenchmark.FAR_NANOS + i * TICK_NANOS / 4);
    }
  }

  private long schedule(long delayNanos) {
    return wheel.scheduleTimer(System.nanoTime() + delayNanos);
  }

  @Override
  public void run(Callable<Void> body) throws Exception {
    body.call();
  }

  @Override
  public void reschedule(int timer, long delayNanos) {
    wheel.cancelTimer(ids[timer]);
    ids[timer] = schedule(delayNanos);
  }

  @Override
  public void openAndCancel(long delayNanos) {
    wheel.cancelTimer(schedule(delayNanos));
  }

  @Override
  public void turn() {
    wheel.poll(System.nanoTime(), NOTHING, MANY);
  }

  @Override
  public void close() {
    wheel.clear();
  }
}
