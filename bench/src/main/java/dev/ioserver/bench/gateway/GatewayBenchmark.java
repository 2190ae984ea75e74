package dev.ioserver.bench.gateway;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Allocation;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.examples.gateway.load.LoadListener;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.LoadRun;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The order gateway with its own load: SoupBinTCP sessions, OUCH orders, a book for each stock. The
 * gateway's engine is the peer; the clients' engine is the best there is, the same for all. The
 * figures are the counters; the time of the benchmark itself is only how long it ran.
 *
 * <p>At a fixed rate an order's time begins when it was due, and ends with its answer. Flat out
 * each client has as many orders unanswered as it may, whatever the rate, and the figure is the
 * time per order.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3)
@Measurement(iterations = 1)
public class GatewayBenchmark {

  private static final double NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  @Param({Peers.IOSERVER, Peers.IOSERVER_NIO})
  String peer;

  @Param({"16"})
  int connections;

  @Param({"20000"})
  int ordersPerSecond;

  /** How long one measurement sends, in milliseconds. */
  @Param({"2000"})
  int millis;

  private GatewayConfig config;
  private GatewayServer gateway;

  /** What was found. An operation is an order, with all that it leads to. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Found implements LoadListener {
    private Histogram roundTrips = new Histogram(1);
    private double nanos;
    private long allocated;

    public double p50Micros() {
      return roundTrips.getValueAtPercentile(50) / NANOS_PER_MICRO;
    }

    public double p99Micros() {
      return roundTrips.getValueAtPercentile(99) / NANOS_PER_MICRO;
    }

    public double p999Micros() {
      return roundTrips.getValueAtPercentile(99.9) / NANOS_PER_MICRO;
    }

    public double operations() {
      return roundTrips.getTotalCount();
    }

    public double nanosPerOperation() {
      return nanos;
    }

    public double bytesPerOperation() {
      return (double) allocated / Math.max(1, roundTrips.getTotalCount());
    }

    @Override
    public void onMeasuring() {
      allocated = Allocation.bytes();
    }

    @Override
    public void onMeasured() {
      allocated = Allocation.bytes() - allocated;
    }

    private void take(LoadResult result) {
      if (!result.isGood()) {
        throw new IllegalStateException(
            result.lost() + " orders lost, " + result.inconsistencies() + " inconsistencies");
      }
      roundTrips = result.roundTrips();
      nanos = (double) result.elapsedNanos() / Math.max(1, roundTrips.getTotalCount());
    }
  }

  @Setup
  public void open() throws Exception {
    Peers.require(peer);
    config = GatewayConfig.defaults().engine(Peers.engine(peer));
    gateway = GatewayServer.start(config);
  }

  @TearDown
  public void close() {
    gateway.close();
  }

  @Benchmark
  public void atRate(Found found) throws Exception {
    load(found, ordersPerSecond);
  }

  @Benchmark
  public void flatOut(Found found) throws Exception {
    load(found, 0);
  }

  private void load(Found found, int rate) throws Exception {
    LoadOptions options =
        new LoadOptions(
            null,
            gateway.address(),
            connections,
            rate,
            0,
            millis * NANOS_PER_MILLI,
            LoadOptions.GRACE_NANOS,
            config.stocks(),
            config.user(),
            config.password(),
            true);
    found.take(new LoadRun(options, found).run());
  }
}
