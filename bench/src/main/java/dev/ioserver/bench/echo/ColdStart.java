package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the echo server of a peer in a process of its own, again and again, and measures how long
 * it takes from the fork to the first byte that comes back. The process has the peer's classes
 * alone on its class path, and the flags are the same for every peer.
 *
 * <p>Thread-safety: for one thread.
 */
public final class ColdStart {

  /** A start takes a second or two on a busy machine: beyond this it hangs. */
  private static final int MOST_SECONDS = 60;

  private final String peer;
  private final Path jar;
  private final Path cache;

  /** How long one start took. */
  public record Took(double millis, double processorMillis) {}

  /**
   * Prepares the jar of a peer.
   *
   * @param folder where it is written, and the cache too
   */
  public ColdStart(String peer, Path folder) throws IOException {
    this.peer = peer;
    jar = folder.resolve(peer + ".jar");
    cache = folder.resolve(peer + ".aot");
    ProgramJar.write(peer, jar);
  }

  /** The name of the peer. */
  public String peer() {
    return peer;
  }

  /**
   * Makes the cache of classes, by a start that records what it loads until its first echo.
   *
   * @return how long that start took from the fork to the end of the process, in milliseconds
   * @throws IOException if it did not become one
   */
  public double record() throws IOException {
    long began = System.nanoTime();
    // The JVM that writes the cache says much on standard error, which matters only if it fails.
    Path said = cache.resolveSibling(peer + ".log");
    Process process =
        EchoProgram.launch(
            jar.toString(),
            peer,
            List.of("-XX:AOTCacheOutput=" + cache),
            Redirect.to(said.toFile()));
    try (Watchdog _ = new Watchdog(process);
        ServerProcess server = new ServerProcess(process, peer)) {
      echo(server.port());
    }
    double millis = (System.nanoTime() - began) / 1e6;
    if (!Files.isRegularFile(cache)) {
      throw new IOException(
          "the JVM has made no cache of " + peer + ": " + Files.readString(said).strip());
    }
    return millis;
  }

  /**
   * Starts the server once.
   *
   * @param cached whether the JVM reads the cache that {@link #record()} made
   */
  public Took start(boolean cached) throws IOException {
    // A JVM that is told of a cache which it cannot use ends, rather than doing without in silence.
    List<String> flags =
        cached ? List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on") : List.of("-XX:AOTMode=off");
    long began = System.nanoTime();
    Process process = EchoProgram.launch(jar.toString(), peer, flags, Redirect.INHERIT);
    try (Watchdog _ = new Watchdog(process)) {
      echo(new ServerProcess(process, peer).port());
      double millis = (System.nanoTime() - began) / 1e6;
      try (ProcessorTime processor = new ProcessorTime(process.pid())) {
        return new Took(millis, processor.nanosSoFar() / 1e6);
      }
    } finally {
      // Nothing of it is worth an orderly end, and the next start must not run beside it.
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private void echo(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(MOST_SECONDS));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(42);
      int received = socket.getInputStream().read();
      if (received != 42) {
        throw new IOException("the " + peer + " server has answered " + received);
      }
    }
  }

  /** The Java peers that {@link ColdStart} can start. */
  public static List<String> peers() {
    List<String> known = new ArrayList<>(List.of(Peers.IOSERVER, Peers.IOSERVER_NIO));
    known.addAll(List.of(Peers.JAVA_NIO, Peers.JAVA_NIO_KEYS));
    known.addAll(List.of(Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING));
    known.add(Peers.NETTY_IOSERVER);
    return known;
  }

  /** Ends a process that hangs, so that whoever reads from it sees its end. */
  private static final class Watchdog implements AutoCloseable {

    private final CountDownLatch over = new CountDownLatch(1);

    Watchdog(Process process) {
      Thread.ofPlatform().name("watchdog").daemon().start(() -> watch(process));
    }

    private void watch(Process process) {
      try {
        if (!over.await(MOST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        // Nobody interrupts it.
      }
    }

    @Override
    public void close() {
      over.countDown();
    }
  }
}
