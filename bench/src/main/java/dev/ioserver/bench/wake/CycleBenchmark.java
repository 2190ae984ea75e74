package dev.ioserver.bench.wake;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * What the first wake of each cycle costs its waker while the target is awake. Many targets, each
 * woken once and then, outside the time, taken round its loop once; the time is that of many wakes,
 * so that reading the clock does not show.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CycleBenchmark {

  private static final int TARGETS = 64;

  @Param({Peers.IOSERVER, Peers.IOSERVER_NIO, Peers.JAVA_NIO, Peers.EVENTFD})
  String peer;

  private ThreadTarget[] targets;

  @Setup
  public void open() throws Exception {
    targets = new ThreadTarget[TARGETS];
    for (int i = 0; i < TARGETS; i++) {
      targets[i] = (ThreadTarget) WakeTarget.of(peer);
      targets[i].open();
    }
  }

  /** Each target goes round: what was asked of it is done with. */
  @Setup(Level.Invocation)
  public void pass() throws Exception {
    for (ThreadTarget target : targets) {
      target.pass();
    }
  }

  @TearDown
  public void close() throws Exception {
    for (ThreadTarget target : targets) {
      target.release();
    }
  }

  @Benchmark
  @OperationsPerInvocation(TARGETS)
  public void firstWake() {
    for (ThreadTarget target : targets) {
      target.wake();
    }
  }
}
