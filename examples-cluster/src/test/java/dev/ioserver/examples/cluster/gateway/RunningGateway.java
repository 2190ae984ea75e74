package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.examples.cluster.node.Members;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway in this process, on the thread that runs it. */
public final class RunningGateway implements AutoCloseable {

  /** For clients of tests, which may be silent for longer than the protocol has it. */
  private static final SoupTimeouts PATIENT =
      new SoupTimeouts(
          TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(2), TimeUnit.MINUTES.toNanos(2));

  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final CompletableFuture<ClusterGateway> opened = new CompletableFuture<>();
  private final Thread thread;
  private final ClusterGateway gateway;

  /** Connections that it has cut off; written by the thread at its end. */
  private volatile int left = -1;

  public RunningGateway(Members members) throws Exception {
    this(members, PATIENT);
  }

  RunningGateway(Members members, SoupTimeouts timeouts) throws Exception {
    EdgeConfig config =
        new EdgeConfig(
            null,
            new InetSocketAddress("127.0.0.1", 0),
            members.ingressEndpoints(),
            "127.0.0.1",
            "demo",
            "demo",
            timeouts,
            said::add);
    thread = Thread.ofPlatform().name("gateway").start(() -> run(config));
    gateway = opened.get(Local.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void run(EdgeConfig config) {
    try (ClusterGateway made = ClusterGateway.open(config)) {
      opened.complete(made);
      left = made.run();
    } catch (IOException | InterruptedException | RuntimeException e) {
      opened.completeExceptionally(e);
      said.add("ended: " + e);
    }
  }

  InetSocketAddress address() {
    return gateway.address();
  }

  /** A client that is logged in, and has read the start of the day if it asked for that. */
  public BlockingClient client(String user, long sequence) throws IOException {
    BlockingClient client = new BlockingClient(gateway.address());
    try {
      client.login(user, sequence);
      return client;
    } catch (IOException | RuntimeException | Error e) {
      client.close();
      throw e;
    }
  }

  /** What the gateway says, line by line. */
  LinkedBlockingQueue<String> said() {
    return said;
  }

  /** How many connections were not over at its end, which {@link #close()} waits for. */
  int left() {
    return left;
  }

  void stop() {
    gateway.stop();
  }

  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
