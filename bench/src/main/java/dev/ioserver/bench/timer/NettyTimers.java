package dev.ioserver.bench.timer;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What is scheduled with a loop of Netty, by its own thread. */
final class NettyTimers implements TimerPeer {

  private final IoEventLoopGroup group;
  private final IoEventLoop loop;
  private final ScheduledFuture<?>[] timers;

  NettyTimers(String peer, int count) throws Exception {
    group = NettyLoops.open(peer);
    loop = group.next();
    timers = new ScheduledFuture<?>[count];
    run(
        () -> {
          for (int i = 0; i < count; i++) {
            timers[i] = schedule(TimerBenchmark.FAR_NANOS);
          }
          return null;
        });
  }

  private ScheduledFuture<?> schedule(long delayNanos) {
    return loop.schedule(NettyTimers::nothing, delayNanos, TimeUnit.NANOSECONDS);
  }

  private static void nothing() {
    // It is never due.
  }

  @Override
  public void run(Callable<Void> body) throws Exception {
    loop.submit(body).sync();
  }

  @Override
  public void reschedule(int timer, long delayNanos) {
    timers[timer].cancel(false);
    timers[timer] = schedule(delayNanos);
  }

  @Override
  public void openAndCancel(long delayNanos) {
    schedule(delayNanos).cancel(false);
  }

  @Override
  public void turn() {
    // Its own thread does.
  }

  @Override
  public void close() {
    NettyLoops.close(group);
  }
}
