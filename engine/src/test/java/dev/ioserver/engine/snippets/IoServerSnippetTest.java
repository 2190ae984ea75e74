package dev.ioserver.engine.snippets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortSnapshot;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IoServerSnippetTest {

  private final CompletableFuture<SocketAddress> bound = new CompletableFuture<>();
  private volatile boolean running = true;

  // @start region="echo"
  /** An echo server on the calling thread. */
  void serve(InetSocketAddress address) throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns())) {
      Listener listener = io.listen(address);
      onListening(listener.localAddress());
      while (running) {
        switch (io.select().receive()) {
          case Accepted accepted -> accepted.port().activeUnlimited();
          case Data data -> {
            data.port().send(data.bytes());
            data.release();
          }
          case PeerClosed end -> end.port().close();
          default -> {}
        }
      }
    }
  }

  // @end

  // @start region="shutdown"
  /** Has the clients finish first; for a thread that does not run the server. */
  static void stop(IoServer io) throws InterruptedException {
    int left = io.shutdown(Duration.ofSeconds(10)).await();
    if (left > 0) {
      System.err.println(left + " connections had not finished within 10 s");
    }
  }

  // @end

  @Test
  void shutdown() throws Exception {
    IoServer io = IoServer.open();
    stop(io);
    assertThrows(IllegalStateException.class, () -> io.listen(Loopback.anyPort()));
  }

  // @start region="ports"
  /** Those whose peers do not read what was sent to them. */
  static List<PortSnapshot> slow(IoServer io) {
    List<PortSnapshot> slow = new ArrayList<>();
    for (PortSnapshot port : io.ports()) {
      if (port.pendingBytes() >= 64 << 10) {
        slow.add(port);
      }
    }
    return slow;
  }

  // @end

  @Test
  void ports() throws Exception {
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(Loopback.anyPort());
      Port port = io.connect(listener.localAddress());
      assertEquals(List.of(), slow(io));
      List<PortSnapshot> slow = slow(io);
      while (slow.isEmpty()) {
        // Nobody reads on the other side: the system takes some, and then no more.
        port.trySend(ByteBuffer.allocate(1 << 20));
        slow = slow(io);
      }
      assertEquals(List.of(port), slow.stream().map(PortSnapshot::port).toList());
      port.abort();
    }
  }

  private void onListening(SocketAddress address) {
    bound.complete(address);
  }

  @Test
  void echo() throws Exception {
    FutureTask<Void> server =
        new FutureTask<>(
            () -> {
              serve(Loopback.anyPort());
              return null;
            });
    Thread thread = Thread.ofPlatform().name("snippet-echo").start(server);
    try (Socket client = new Socket()) {
      client.connect(bound.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      for (int i = 0; i < 20; i++) {
        byte[] bytes = ("hello " + i).getBytes(US_ASCII);
        client.getOutputStream().write(bytes);
        assertArrayEquals(bytes, client.getInputStream().readNBytes(bytes.length));
      }
      running = false;
    }
    server.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    thread.join(Loopback.PATIENCE);
    assertFalse(thread.isAlive());
  }
}
