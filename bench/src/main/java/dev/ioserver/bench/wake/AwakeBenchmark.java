package dev.ioserver.bench.wake;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a waker pays while its target goes round its loop and never blocks; with 1, 2 and 4 wakers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class AwakeBenchmark {

  /** Wakes of one waker between two looks at what the target has not taken yet. */
  private static final int LOOK = 1 << 10;

  private static final int MOST_PENDING = 1 << 14;

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.IOSERVER_CHANNEL,
    Peers.JAVA_NIO,
    Peers.NETTY_NIO,
    Peers.NETTY_EPOLL,
    Peers.NETTY_IO_URING,
    Peers.NETTY_IOSERVER,
    Peers.NETTY_EPOLL_WAKEUP,
    Peers.LOCK_SUPPORT,
    Peers.EVENTFD
  })
  String peer;

  private WakeTarget target;

  /** A waker's own count. */
  @State(Scope.Thread)
  public static class Waker {
    private int wakes;
  }

  @Setup
  public void open() throws Exception {
    target = WakeTarget.of(peer);
    target.start(WakeTarget.Mode.CYCLING);
  }

  @TearDown
  public void close() throws Exception {
    target.close();
  }

  @Benchmark
  @Threads(1)
  public void wakers1(Waker waker) {
    wake(waker);
  }

  @Benchmark
  @Threads(2)
  public void wakers2(Waker waker) {
    wake(waker);
  }

  @Benchmark
  @Threads(4)
  public void wakers4(Waker waker) {
    wake(waker);
  }

  private void wake(Waker waker) {
    target.wake();
    if ((++waker.wakes & (LOOK - 1)) == 0) {
      // A wake that carries something must not fill the memory: what is over waits here.
      while (target.pending() > MOST_PENDING) {
        Thread.onSpinWait();
      }
    }
  }
}
