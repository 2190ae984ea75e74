package dev.ioserver.examples.soak;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Timer;
import org.jspecify.annotations.Nullable;

/** Timers of the engine, each with what is to be done. Belongs to the thread of the select. */
final class Alarms {

  private final IoServer io;
  private final Select<Message> select;
  private final Tally tally;

  /** What hangs on a timer. */
  private record Alarm(long dueNanos, Runnable action) {}

  Alarms(IoServer io, Select<Message> select, Tally tally) {
    this.io = io;
    this.select = select;
    this.tally = tally;
  }

  /** Has something done later. */
  Timer set(long nanos, Runnable action) {
    long due = System.nanoTime() + nanos;
    tally.timersPending.incrementAndGet();
    Timer timer = io.timerNanos(nanos, 0).attach(new Alarm(due, action));
    select.add(timer);
    return timer;
  }

  /** Has nothing done, if it is not done already. */
  void cancel(@Nullable Timer timer) {
    if (timer != null && timer.attachment() != null) {
      timer.attach(null);
      timer.cancel();
      tally.timersCancelled.increment();
      tally.timersPending.decrementAndGet();
    }
  }

  void onExpired(Expired expired) {
    long now = System.nanoTime();
    Timer timer = expired.timer();
    if (timer.attachment() instanceof Alarm(long dueNanos, Runnable action)) {
      timer.attach(null);
      tally.timersPending.decrementAndGet();
      tally.timers.increment();
      tally.timerLate(now - dueNanos);
      if (now - dueNanos < 0) {
        tally.timersEarly.increment();
        tally.note("a timer came " + (dueNanos - now) + " ns early");
      }
      action.run();
    }
  }
}
