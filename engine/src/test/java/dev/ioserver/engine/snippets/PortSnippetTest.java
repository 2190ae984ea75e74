package dev.ioserver.engine.snippets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Writable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PortSnippetTest {

  private final StringBuilder consumed = new StringBuilder();

  // @start region="credit"
  /** Asks, and takes the answer to its end: at most 16 messages wait here at any time. */
  void fetch(IoServer io, SocketAddress server, ByteBuffer question) throws InterruptedException {
    Port port = io.connect(server);
    port.send(question);
    port.active(16);
    while (!port.isDone()) {
      switch (port.receive()) {
        case Data data -> {
          consume(data.bytes());
          data.release();
        }
        case CreditUsed _ -> port.active(16); // until then TCP holds the peer back
        case PeerClosed _ -> port.close();
        default -> {} // Connected, Failed, and Closed as the last one
      }
    }
  }

  // @end

  // @start region="read"
  /** Reads a block that has its length before it, from a port that is passive. */
  static byte[] readBlock(Port port) throws IOException, InterruptedException {
    int length = ByteBuffer.wrap(readBytes(port, 4)).getInt();
    return length == 0 ? new byte[0] : readBytes(port, length); // read(0, ...) takes what is there
  }

  static byte[] readBytes(Port port, int length) throws IOException, InterruptedException {
    Data data = port.read(length, Duration.ofSeconds(5));
    if (data == null) {
      throw new SocketTimeoutException(length + " bytes did not come within 5 s");
    }
    byte[] bytes = new byte[length];
    data.bytes().get(bytes);
    data.release();
    return bytes;
  }

  // @end

  // @start region="watermark"
  /** Sends what is held as long as the peer takes it; to be called again for each Writable. */
  static void sendHeld(Port port, Deque<ByteBuffer> held) {
    while (!held.isEmpty() && port.trySend(held.element())) {
      held.remove();
    }
  }

  // @end

  private void consume(ByteBuffer bytes) {
    consumed.append(US_ASCII.decode(bytes));
  }

  @Test
  void credit() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      StringBuilder told = new StringBuilder();
      Thread peer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = server.accept()) {
                      assertEquals('?', socket.getInputStream().read());
                      // Slowly, so that most are messages of their own.
                      for (int i = 0; i < 40; i++) {
                        String word = "word " + i + "\n";
                        told.append(word);
                        socket.getOutputStream().write(word.getBytes(US_ASCII));
                        Thread.sleep(5);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      fetch(io, server.getLocalSocketAddress(), ByteBuffer.wrap(new byte[] {'?'}));
      peer.join();
      assertEquals(told.toString(), consumed.toString());
    }
  }

  @Test
  void read() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Port port = io.connect(server.getLocalSocketAddress());
      try (Socket socket = server.accept()) {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (String word : new String[] {"first", "", "the third one"}) {
          out.writeInt(word.length());
          out.writeBytes(word);
          assertEquals(word, new String(readBlock(port), US_ASCII));
        }
        out.writeInt(10);
        out.writeBytes("half");
      }
      assertThrows(ChannelClosedException.class, () -> readBlock(port));
      port.close();
    }
  }

  @Test
  void watermark() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Port port = io.connect(server.getLocalSocketAddress());
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      try (Socket socket = server.accept()) {
        Deque<ByteBuffer> held = new ArrayDeque<>();
        // More than the buffers of two sockets take.
        int size = 1 << 20;
        int count = 32;
        for (int i = 0; i < count; i++) {
          held.add(ByteBuffer.allocateDirect(size));
        }
        sendHeld(port, held);
        assertFalse(held.isEmpty(), "nobody reads, and yet all was taken");
        Thread reader =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        socket.getInputStream().skipNBytes((long) size * count);
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    });
        while (!held.isEmpty()) {
          if (port.receive() instanceof Writable) {
            sendHeld(port, held);
          }
        }
        assertTrue(reader.join(Loopback.PATIENCE), "all of it arrives");
      }
      port.close();
    }
  }
}
