package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
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
 * One message there and back over one connection. Client and server each block in the kernel
 * between messages, or look at it again and again. The client is the same for all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EchoLatencyBenchmark {

  @Param({
    Peers.IOSERVER,
    Peers.IOSERVER_NIO,
    Peers.IOSERVER_ADAPTIVE,
    Peers.IOSERVER_BUSY,
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

  @Param({"blocking", "busy"})
  String server;

  @Param({"blocking", "busy"})
  String client;

  @Param({"64", "1024"})
  int bytes;

  private final Pinning pinning = Pinning.chosen();
  private EchoServer echo;
  private SocketChannel socket;
  private ByteBuffer outgoing;
  private ByteBuffer incoming;

  @Setup
  public void open() throws Exception {
    // What the server starts inherits the place of the thread that starts it.
    pinning.server();
    echo = EchoServer.start(peer, server.equals("busy"));
    pinning.release();
    socket = SocketChannel.open(echo.address());
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(!client.equals("busy"));
    outgoing = ByteBuffer.allocateDirect(bytes);
    incoming = ByteBuffer.allocateDirect(bytes);
  }

  /** Here, since JMH does not promise one thread for all. */
  @Setup(Level.Iteration)
  public void pin() throws IOException {
    pinning.client();
  }

  @TearDown
  public void close() throws Exception {
    socket.close();
    echo.close();
    pinning.release();
  }

  @Benchmark
  public int roundTrip() throws IOException {
    outgoing.clear();
    socket.write(outgoing);
    incoming.clear();
    while (incoming.hasRemaining()) {
      if (socket.read(incoming) < 0) {
        throw new IOException("the server has closed the connection");
      }
    }
    return incoming.position();
  }
}
