package dev.ioserver.bench.interest;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Peers;
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
 * Changing what a selector waits for, on the thread that selects. Interest in reading is turned off
 * and on again for one socket after another, as back-pressure does it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {JvmArgs.NATIVE_ACCESS, JvmArgs.UNSAFE, JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class InterestBenchmark {

  @Param({Peers.IOSERVER, Peers.IOSERVER_NIO, Peers.JAVA_NIO})
  String peer;

  @Param({"1", "1000"})
  int sockets;

  private Watcher watcher;
  private int next;

  @Setup
  public void open() throws Exception {
    watcher = Watcher.of(peer, sockets, 1);
    // Selected by the thread that measures from now on.
    watcher.transfer();
  }

  /** Whoever looks is the selecting thread from then on, and this is about that thread. */
  @Setup(Level.Iteration)
  public void claim() throws Exception {
    watcher.look();
  }

  @TearDown
  public void close() throws Exception {
    watcher.close();
  }

  /** Off and on again before the next look: nothing is left to be told to the kernel. */
  @Benchmark
  public void toggle() {
    int socket = advance();
    watcher.read(socket, false);
    watcher.read(socket, true);
  }

  /** Off and on again, and a look at the kernel. */
  @Benchmark
  public void toggleAndLook() throws Exception {
    toggle();
    watcher.look();
  }

  /** Off, look, on, look: the kernel has to be told twice. */
  @Benchmark
  public void changeAndLook() throws Exception {
    int socket = advance();
    watcher.read(socket, false);
    watcher.look();
    watcher.read(socket, true);
    watcher.look();
  }

  /** A look alone, to be taken off the others. */
  @Benchmark
  public void look() throws Exception {
    watcher.look();
  }

  /** A socket comes and goes, and the kernel is told of both. */
  @Benchmark
  public void registerAndDeregister() throws Exception {
    watcher.register(0);
    watcher.look();
    watcher.deregister(0);
    watcher.look();
  }

  private int advance() {
    int socket = next;
    next = socket + 1 == sockets ? 0 : socket + 1;
    return socket;
  }
}
