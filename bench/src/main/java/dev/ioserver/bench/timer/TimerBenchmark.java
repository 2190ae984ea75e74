package dev.ioserver.bench.timer;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Timers on the thread of their loop: one after the other is set anew, or one more is made and
 * cancelled, while so many are outstanding. After each thousand the loop goes round once; where it
 * has a thread of its own, ten thousand are done in one of its tasks, and the hand-over counts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TimerBenchmark {

  /** What all are set for at first. */
  static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int OPERATIONS = 10_000;
  private static final int TURN = 1_000;
  private static final int DELAYS = 1 << 12;

  /** Coprime to the numbers of timers: all have their turn, and none is its neighbour's. */
  private static final int STRIDE = 61_803;

  @Param({Peers.IOSERVER, Peers.AGRONA, Peers.NETTY_EPOLL, Peers.NETTY_NIO})
  String peer;

  /** Connections that have the same patience, or timers of all kinds. */
  @Param({"same", "random"})
  String delay;

  @Param({"1", "100000"})
  int outstanding;

  private final long[] delays = new long[DELAYS];
  private TimerPeer timers;
  private int timer;
  private int next;

  @Setup
  public void open() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < DELAYS; i++) {
      delays[i] = delay.equals("same") ? FAR_NANOS : FAR_NANOS / 2 + random.nextLong(FAR_NANOS);
    }
    timers = TimerPeer.of(peer, outstanding);
  }

  @TearDown
  public void close() throws Exception {
    timers.close();
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void reschedule() throws Exception {
    timers.run(
        () -> {
          for (int i = 0; i < OPERATIONS; i++) {
            timer = (timer + STRIDE) % outstanding;
            timers.reschedule(timer, nextDelay());
            turnNowAndThen(i);
          }
          return null;
        });
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void openAndCancel() throws Exception {
    timers.run(
        () -> {
          for (int i = 0; i < OPERATIONS; i++) {
            timers.openAndCancel(nextDelay());
            turnNowAndThen(i);
          }
          return null;
        });
  }

  private long nextDelay() {
    next = (next + 1) & (DELAYS - 1);
    return delays[next];
  }

  private void turnNowAndThen(int operation) {
    if (operation % TURN == TURN - 1) {
      timers.turn();
    }
  }
}
