package dev.ioserver.bench.channel;

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
import org.openjdk.jmh.annotations.Warmup;

/** A message from a thread to itself: what sending and receiving cost when nobody waits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HandOverBenchmark {

  private static final Object MESSAGE = new Object();

  @Param({
    Peers.IOSERVER,
    Peers.JOX,
    Peers.JCTOOLS,
    Peers.ARRAY_BLOCKING_QUEUE,
    Peers.LINKED_TRANSFER_QUEUE,
    Peers.CONCURRENT_LINKED_QUEUE,
    Peers.JAVA_NIO
  })
  String peer;

  private Pipe pipe;

  @Setup
  public void open() throws Exception {
    Peers.require(peer);
    pipe = Pipe.of(peer);
  }

  @TearDown
  public void close() throws Exception {
    pipe.close();
  }

  @Benchmark
  public Object sendAndReceive() throws Exception {
    pipe.send(MESSAGE);
    return pipe.receive();
  }
}
