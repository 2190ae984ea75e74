package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Allocation;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Latency at a fixed rate. Messages are sent when they are due, whether or not the server keeps up,
 * and their time begins when they were due, so that a server that stops for a while pays for every
 * message it kept waiting. The figures are the counters, in microseconds; the time of the benchmark
 * itself is only how long it ran.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 2)
@Measurement(iterations = 1)
public class EchoRateBenchmark {

  private static final double NANOS_PER_MICRO = 1_000;
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.JAVA_NIO,
    Peers.NETTY_NIO,
    Peers.NETTY_EPOLL,
    Peers.NETTY_IO_URING,
    Peers.NETTY_IOSERVER,
    Peers.C,
    Peers.MIO
  })
  String peer;

  @Param({"64", "1000"})
  int connections;

  @Param({"64", "1024"})
  int bytes;

  @Param({"10000", "40000"})
  int messagesPerSecond;

  /** How long one measurement sends, in milliseconds. */
  @Param({"1000"})
  int millis;

  private final Pinning pinning = Pinning.chosen();
  private EchoServer echo;
  private ManyClients clients;

  /** What was found, in microseconds after a message was due. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Latency {
    private final Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    private long allocated;

    public double p50Micros() {
      return histogram.getValueAtPercentile(50) / NANOS_PER_MICRO;
    }

    public double p99Micros() {
      return histogram.getValueAtPercentile(99) / NANOS_PER_MICRO;
    }

    public double p999Micros() {
      return histogram.getValueAtPercentile(99.9) / NANOS_PER_MICRO;
    }

    public double operations() {
      return histogram.getTotalCount();
    }

    public double bytesPerOperation() {
      return (double) allocated / Math.max(1, histogram.getTotalCount());
    }
  }

  @Setup
  public void open() throws Exception {
    // What the server starts inherits the place of the thread that starts it.
    pinning.server();
    echo = EchoServer.start(peer, false);
    pinning.release();
    clients = new ManyClients(echo.address(), connections, bytes);
  }

  /** Here, since JMH does not promise one thread for all. */
  @Setup(Level.Iteration)
  public void pin() throws IOException {
    pinning.client();
  }

  @TearDown
  public void close() throws Exception {
    clients.close();
    echo.close();
    pinning.release();
  }

  @Benchmark
  public void atRate(Latency latency) {
    latency.histogram.reset();
    int messages = Math.max(1, (int) (messagesPerSecond * (long) millis / 1_000));
    long before = Allocation.bytes();
    clients.exchangeAtRate(messagesPerSecond, messages, latency.histogram);
    latency.allocated = Allocation.bytes() - before;
  }
}
