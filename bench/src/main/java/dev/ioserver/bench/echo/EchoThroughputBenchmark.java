package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import java.io.IOException;
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
 * Many connections with one message under way on each: the time per message, of which the inverse
 * is the throughput. One thread serves, one is the client.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EchoThroughputBenchmark {

  private static final int MESSAGES = 256;

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.IOSERVER_SELECTOR,
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

  private final Pinning pinning = Pinning.chosen();
  private EchoServer echo;
  private ManyClients clients;

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
  @OperationsPerInvocation(MESSAGES)
  public void message() {
    clients.exchange(MESSAGES);
  }
}
