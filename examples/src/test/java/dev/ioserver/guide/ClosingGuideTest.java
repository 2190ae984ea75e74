package dev.ioserver.guide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ClosingGuideTest {

  // @start region="orderly"
  /** Sends a last message, and says how many bytes could not be written. */
  static long sayGoodbye(Port port, ByteBuffer last) throws InterruptedException {
    port.send(last);
    port.close(); // asks, and returns at once
    long dropped = 0;
    while (!port.isDone()) {
      switch (port.receive()) {
        case Closed closed -> dropped = closed.droppedBytes(); // the last message
        case Data data -> data.release(); // came before the close
        default -> {}
      }
    }
    return dropped;
  }

  // @end

  // @start region="half"
  /** Sends a question whose end is the end of the output, and takes the answer to its end. */
  static String ask(Port port, String question) throws InterruptedException {
    port.send(ByteBuffer.wrap(question.getBytes(US_ASCII)));
    port.shutdownOutput(); // behind the question; the port still receives
    port.activeUnlimited();
    StringBuilder answer = new StringBuilder();
    while (!port.isDone()) {
      switch (port.receive()) {
        case Data data -> {
          answer.append(US_ASCII.decode(data.bytes()));
          data.release();
        }
        case PeerClosed _ -> port.close(); // both directions are over
        default -> {}
      }
    }
    return answer.toString();
  }

  // @end

  private static FutureTask<String> reader(ServerSocket server, String answer) {
    FutureTask<String> reader =
        new FutureTask<>(
            () -> {
              try (Socket socket = server.accept()) {
                String got = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                socket.getOutputStream().write(answer.getBytes(US_ASCII));
                return got;
              }
            });
    Thread.ofVirtual().start(reader);
    return reader;
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @Test
  void orderlyClose() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = server()) {
      FutureTask<String> peer = reader(server, "");
      Port port = io.connect(server.getLocalSocketAddress());
      assertEquals(0, sayGoodbye(port, ByteBuffer.wrap("goodbye".getBytes(US_ASCII))));
      assertEquals("goodbye", peer.get(60, TimeUnit.SECONDS));
      assertThrows(ChannelClosedException.class, port::receive);
    }
  }

  @Test
  void halfClose() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = server()) {
      FutureTask<String> peer = reader(server, "the answer");
      assertEquals("the answer", ask(io.connect(server.getLocalSocketAddress()), "?"));
      assertEquals("?", peer.get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void closeTimeout() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = server()) {
      // @start region="timeout"
      PortOptions impatient = PortOptions.defaults().closeTimeout(Duration.ofMillis(200));
      Port port = io.connect(server.getLocalSocketAddress(), impatient);
      // @end
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      try (Socket silent = server.accept()) {
        // More than the buffers of both sockets hold.
        long dropped = sayGoodbye(port, ByteBuffer.allocateDirect(64 << 20));
        assertTrue(dropped > 0, "nobody has read, and all was written");
        assertEquals(dropped, port.droppedBytes());
        assertTrue(silent.isConnected());
      }
    }
  }

  @Test
  void abort() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = server()) {
      Port port = io.connect(server.getLocalSocketAddress());
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      try (Socket peer = server.accept()) {
        // @start region="abort"
        port.abort(); // drops what waits to be written; the peer gets a reset
        // @end
        Message last = port.receive();
        while (!port.isDone()) {
          last = port.receive();
        }
        assertTrue(last instanceof Closed);
        assertThrows(IOException.class, () -> peer.getInputStream().read());
      }
    }
  }

  @Test
  void serverClose() throws Exception {
    // @start region="server"
    IoServer io = IoServer.open(IoServerOptions.defaults().closeTimeout(Duration.ofSeconds(3)));
    // @end
    try (ServerSocket server = server()) {
      FutureTask<String> peer = reader(server, "");
      Port port = io.connect(server.getLocalSocketAddress());
      port.send(ByteBuffer.wrap("last words".getBytes(US_ASCII)));
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      io.close();
      assertEquals("last words", peer.get(60, TimeUnit.SECONDS));
      assertTrue(port.isClosed());
    }
  }

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
    assertThrows(IllegalStateException.class, () -> io.timer(Duration.ZERO));
  }
}
