package dev.ioserver.bench.timer;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Timer;
import java.util.concurrent.Callable;

/** Timers of a server that the measuring thread runs. */
final class IoServerTimers implements TimerPeer {

  private static final int MANY = 1 << 14;

  /** The ends of those that were cancelled. */
  private static final MessageHandler<Message> NOTHING = (_, _) -> {};

  private final IoServer io;
  private final Timer[] timers;

  IoServerTimers(String engine, int count) throws Exception {
    io = IoServer.open(IoServerOptions.defaults().engine(engine).callerRuns());
    timers = new Timer[count];
    for (int i = 0; i < count; i++) {
      timers[i] = io.timerNanos(TimerBenchmark.FAR_NANOS, 0);
    }
  }

  @Override
  public void run(Callable<Void> body) throws Exception {
    io.claim();
    body.call();
  }

  @Override
  public void reschedule(int timer, long delayNanos) {
    timers[timer].scheduleNanos(delayNanos, 0);
  }

  @Override
  public void openAndCancel(long delayNanos) {
    io.timerNanos(delayNanos, 0).cancel();
  }

  @Override
  public void turn() {
    io.poll(NOTHING, MANY);
  }

  @Override
  public void close() {
    io.claim();
    io.close();
  }
}
