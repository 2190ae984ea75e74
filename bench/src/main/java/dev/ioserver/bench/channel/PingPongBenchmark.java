package dev.ioserver.bench.channel;

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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A message to another thread and one back; both block while they wait, where they know how. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PingPongBenchmark {

  private static final Object MESSAGE = new Object();

  @Param({
    Peers.IOSERVER,
    Peers.JOX,
    Peers.JCTOOLS,
    Peers.ARRAY_BLOCKING_QUEUE,
    Peers.LINKED_TRANSFER_QUEUE,
    Peers.JAVA_NIO
  })
  String peer;

  private final Pinning pinning = Pinning.chosen();
  private Pipe there;
  private Pipe back;
  private Thread partner;

  @Setup
  public void open() throws Exception {
    Peers.require(peer);
    there = Pipe.of(peer);
    back = Pipe.of(peer);
    partner = new Thread(this::answer, "partner");
    partner.setDaemon(true);
    // What a thread starts inherits its place.
    pinning.server();
    partner.start();
    pinning.release();
  }

  /** Here, since JMH does not promise one thread for all. */
  @Setup(Level.Iteration)
  public void pin() throws IOException {
    pinning.client();
  }

  @TearDown
  public void close() throws Exception {
    partner.interrupt();
    partner.join();
    there.close();
    back.close();
    pinning.release();
  }

  @Benchmark
  public Object thereAndBack() throws Exception {
    there.send(MESSAGE);
    return back.receive();
  }

  private void answer() {
    try {
      while (true) {
        back.send(there.receive());
      }
    } catch (InterruptedException _) {
      // The benchmark is over.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
