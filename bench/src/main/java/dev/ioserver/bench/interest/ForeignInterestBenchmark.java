package dev.ioserver.bench.interest;

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

/**
 * Changing what a selector waits for from another thread, while the selecting thread goes round its
 * loop. For Netty it is what its users have for this: turning automatic reading off and on.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ForeignInterestBenchmark {

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.JAVA_NIO,
    Peers.NETTY_NIO,
    Peers.NETTY_EPOLL,
    Peers.NETTY_IO_URING,
    Peers.NETTY_IOSERVER
  })
  String peer;

  @Param({"1", "1000"})
  int sockets;

  private ForeignToggle toggle;
  private int next;

  @Setup
  public void open() throws Exception {
    toggle =
        peer.startsWith("netty")
            ? new NettyToggle(peer, sockets)
            : new WatcherToggle(Watcher.of(peer, sockets, WatcherToggle.SPARES));
  }

  @TearDown
  public void close() throws Exception {
    toggle.close();
  }

  /** Off and on again. */
  @Benchmark
  public void toggle() {
    int socket = next;
    next = socket + 1 == sockets ? 0 : socket + 1;
    toggle.offAndOn(socket);
  }

  /** A socket comes, and another one goes. */
  @Benchmark
  public void registerAndDeregister() throws Exception {
    toggle.comeAndGo();
  }
}
