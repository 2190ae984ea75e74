package dev.ioserver.bench.poll;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import java.util.concurrent.TimeUnit;
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
 * One look at the kernel, without waiting, with so many sockets registered of which so many are
 * ready. They stay ready: nobody reads them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PollBenchmark {

  @Param({Peers.IOSERVER, Peers.IOSERVER_NIO, Peers.JAVA_NIO, Peers.EPOLL_WAIT})
  String peer;

  @Param({"1", "100", "10000"})
  int registered;

  @Param({"none", "one", "all"})
  String ready;

  private Pollable pollable;

  /** Events seen: one look takes as many as its peer has room for. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Events {
    public long events;
  }

  @Setup
  public void open() throws Exception {
    int readyCount =
        switch (ready) {
          case "none" -> 0;
          case "one" -> 1;
          default -> registered;
        };
    pollable = Pollable.of(peer, registered, readyCount);
  }

  @TearDown
  public void close() throws Exception {
    pollable.close();
  }

  @Benchmark
  public int look(Events events) throws Exception {
    int n = pollable.look();
    events.events += n;
    return n;
  }
}
