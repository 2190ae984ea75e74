package dev.ioserver.bench.interest;

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
 * What Netty's users have for back-pressure: a handler turns automatic reading off and on again, on
 * its event loop.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class AutoReadBenchmark {

  /** So many that handing a task to the loop, and waiting for its end, is a nanosecond of each. */
  private static final int TOGGLES = 1 << 15;

  @Param({Peers.NETTY_IOSERVER, Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING})
  String peer;

  @Param({"1", "1000"})
  int sockets;

  private final Runnable task = this::toggleAll;
  private NettyConnections connections;
  private int next;

  @Setup
  public void open() throws Exception {
    connections = new NettyConnections(peer, sockets);
  }

  @TearDown
  public void close() {
    connections.close();
  }

  /** Off and on again. */
  @Benchmark
  @OperationsPerInvocation(TOGGLES)
  public void toggle() throws Exception {
    connections.loop().submit(task).sync();
  }

  private void toggleAll() {
    for (int i = 0; i < TOGGLES; i++) {
      connections.offAndOn(next);
      next = next + 1 == sockets ? 0 : next + 1;
    }
  }
}
