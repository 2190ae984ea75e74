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
 * What a waker pays when its target was woken before and has not come round yet; with 1, 2 and 4
 * wakers. Only wakes that carry nothing: a queue would grow without end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class NotifiedBenchmark {

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.JAVA_NIO,
    Peers.NETTY_NIO_WAKEUP,
    Peers.NETTY_EPOLL_WAKEUP,
    Peers.LOCK_SUPPORT,
    Peers.EVENTFD
  })
  String peer;

  private WakeTarget target;

  @Setup
  public void open() throws Exception {
    target = WakeTarget.of(peer);
    target.start(WakeTarget.Mode.BUSY);
    target.wake();
  }

  @TearDown
  public void close() throws Exception {
    target.close();
  }

  @Benchmark
  @Threads(1)
  public void wakers1() {
    target.wake();
  }

  @Benchmark
  @Threads(2)
  public void wakers2() {
    target.wake();
  }

  @Benchmark
  @Threads(4)
  public void wakers4() {
    target.wake();
  }
}
