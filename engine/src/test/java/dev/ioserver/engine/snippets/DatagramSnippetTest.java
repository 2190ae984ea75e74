package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Undelivered;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatagramSnippetTest {

  private final CompletableFuture<SocketAddress> bound = new CompletableFuture<>();
  private volatile boolean running = true;

  // @start region="echo"
  /** Sends each datagram back to where it came from. */
  void serve(InetSocketAddress address) throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns())) {
      DatagramPort port = io.bind(address).activeUnlimited();
      onBound(port.localAddress());
      while (running) {
        switch (port.receive()) {
          case Datagram datagram -> {
            port.tryReply(datagram, datagram.bytes());
            datagram.release();
          }
          case Undelivered lost -> System.err.println(lost.cause().getMessage());
          default -> {}
        }
      }
    }
  }

  // @end

  private void onBound(SocketAddress address) {
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
    Thread thread = new Thread(server);
    thread.start();
    SocketAddress address = bound.get(30, TimeUnit.SECONDS);
    try (DatagramSocket client = new DatagramSocket(Loopback.anyPort())) {
      client.setSoTimeout(30_000);
      for (byte i = 0; i < 2; i++) {
        running = i == 0;
        client.send(new DatagramPacket(new byte[] {i}, 1, address));
        if (i == 0) {
          DatagramPacket back = new DatagramPacket(new byte[2], 2);
          client.receive(back);
          assertEquals(1, back.getLength());
        }
      }
      server.get(30, TimeUnit.SECONDS);
    }
    thread.join();
  }

  @Test
  void batch() throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns());
        DatagramSocket client = new DatagramSocket(Loopback.anyPort())) {
      DatagramPort port = io.bind(Loopback.anyPort());
      // @start region="batch"
      long[] sum = new long[2];
      port.onDatagrams(
          batch -> {
            while (batch.next()) {
              ByteBuffer bytes = batch.bytes();
              sum[0] += bytes.getInt();
              sum[1] += batch.drops(); // what the kernel had no room for
            }
          });
      port.activeUnlimited();
      // @end
      byte[] seven = ByteBuffer.allocate(4).putInt(7).array();
      client.send(new DatagramPacket(seven, 4, port.localAddress()));
      client.send(new DatagramPacket(seven, 4, port.localAddress()));
      while (sum[0] < 14) {
        io.poll((_, message) -> assertNotNull(message), 16, Loopback.PATIENCE.dividedBy(100));
      }
      assertEquals(14, sum[0]);
      assertEquals(0, sum[1]);
    }
  }

  @Test
  void options() throws Exception {
    // @start region="options"
    DatagramOptions options =
        DatagramOptions.defaults()
            .credit(256)
            .maxDatagram(1_500)
            .option(StandardSocketOptions.SO_RCVBUF, 1 << 20);
    // @end
    try (IoServer io = IoServer.open();
        DatagramPort port = io.bind(Loopback.anyPort(), options)) {
      assertTrue(port.option(StandardSocketOptions.SO_RCVBUF) > 0);
    }
  }
}
