package dev.ioserver.bench.channel;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
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
 * Select with 1, 2 and 8 ready sources. One operation is a message sent and the select that gives
 * it back; all sources are filled before the first is taken from.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SelectBenchmark {

  private static final int MESSAGES = 8;
  private static final Object MESSAGE = new Object();

  @Param({Peers.IOSERVER, Peers.JOX, Peers.JCTOOLS, Peers.JAVA_NIO})
  String peer;

  @Param({"1", "2", "8"})
  int sources;

  private Chooser chooser;

  @Setup
  public void open() throws Exception {
    Peers.require(peer);
    chooser = Chooser.of(peer, sources);
  }

  @TearDown
  public void close() throws Exception {
    chooser.close();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public Object sendAndSelect() throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      chooser.send(i % sources, MESSAGE);
    }
    Object last = MESSAGE;
    for (int i = 0; i < MESSAGES; i++) {
      last = chooser.receive();
    }
    return last;
  }
}
