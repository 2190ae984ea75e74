package dev.ioserver.bench.wake;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Waking a parked target: what the waker pays, and how long it takes until the target runs. The
 * pause before each wake lets the target park, and is outside the time: short, its processor is
 * still warm; a millisecond and more, it may have gone to sleep.
 *
 * <p>With 2 and 4 wakers all of them wake at the same moment, and one of them is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ParkedBenchmark {

  private static final long NANOS_PER_MICRO = 1_000;

  /** Above this the waker sleeps through the pause instead of spinning. */
  private static final int LONGEST_SPIN_MICROS = 500;

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.IOSERVER_CHANNEL,
    Peers.JAVA_NIO,
    Peers.NETTY_NIO,
    Peers.NETTY_EPOLL,
    Peers.NETTY_IO_URING,
    Peers.NETTY_IOSERVER,
    Peers.LOCK_SUPPORT,
    Peers.EVENTFD
  })
  String peer;

  @Param({"30", "1500"})
  int pauseMicros;

  @Param({"1", "2", "4"})
  int wakers;

  private WakeTarget target;
  private WakerCrowd others;
  private long ranBefore;
  private boolean woken;

  @Setup
  public void open() throws Exception {
    target = WakeTarget.of(peer);
    target.start(WakeTarget.Mode.PARKING);
    others = new WakerCrowd(target, wakers - 1);
  }

  /** The target has run because of the last wake, and parks. */
  @Setup(Level.Invocation)
  public void park() {
    while (woken && target.runs() == ranBefore) {
      Thread.onSpinWait();
    }
    others.await();
    pause();
    ranBefore = target.runs();
    woken = true;
  }

  @TearDown
  public void close() throws Exception {
    others.close();
    target.close();
  }

  /** What the waker pays. */
  @Benchmark
  public void wake() {
    others.signal();
    target.wake();
  }

  /** From the wake until the target runs. */
  @Benchmark
  public void wakeUntilItRuns() {
    others.signal();
    target.wake();
    while (target.runs() == ranBefore) {
      Thread.onSpinWait();
    }
  }

  private void pause() {
    long began = System.nanoTime();
    long nanos = pauseMicros * NANOS_PER_MICRO;
    if (pauseMicros > LONGEST_SPIN_MICROS) {
      LockSupport.parkNanos(nanos);
    }
    while (System.nanoTime() - began < nanos) {
      Thread.onSpinWait();
    }
  }
}
