package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Writable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BackPressureGuideTest {

  private long consumed;

  // @start region="batch"
  /** At most 16 messages wait here, however fast the peer sends. */
  void receiveAll(Port port) throws InterruptedException {
    port.active(16);
    while (!port.isDone()) {
      switch (port.receive()) {
        case Data data -> {
          consume(data.bytes());
          data.release();
        }
        case CreditUsed _ -> port.active(16);
        case PeerClosed _ -> port.close();
        default -> {}
      }
    }
  }

  // @end

  // @start region="echo"
  /** What could not be sent back yet: at most 16 messages, for each port has credit for so many. */
  record Held(Deque<Data> data) {}

  static void echo(Select<Message> select, Message message) {
    switch (message) {
      case Accepted a -> select.add(a.port().attach(new Held(new ArrayDeque<>())).active(16));
      case Data d when d.port().attachment() instanceof Held held -> {
        held.data().add(d);
        sendBack(d.port(), held);
      }
      case Writable w when w.port().attachment() instanceof Held held -> sendBack(w.port(), held);
      case Closed(Port port, _) when port.attachment() instanceof Held held ->
          held.data().forEach(Data::release);
      default -> {}
    }
  }

  static void sendBack(Port port, Held held) {
    while (!held.data().isEmpty() && !port.isClosed()) {
      Data data = held.data().element();
      if (!port.trySend(data.bytes())) {
        return; // until Writable comes
      }
      held.data().remove().release();
      port.active(1); // one has gone, so one may come
    }
  }

  // @end

  private void consume(ByteBuffer bytes) {
    consumed += bytes.remaining();
  }

  @Test
  void batch() throws Exception {
    try (IoServer io = IoServer.open();
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Port port = io.connect(server.getLocalSocketAddress());
      try (Socket socket = server.accept()) {
        FutureTask<Void> receiver =
            new FutureTask<>(
                () -> {
                  receiveAll(port);
                  return null;
                });
        Thread.ofVirtual().start(receiver);
        socket.getOutputStream().write(new byte[8 << 20]);
        socket.shutdownOutput();
        receiver.get(60, TimeUnit.SECONDS);
        assertEquals(8 << 20, consumed);
      }
    }
  }

  @Test
  void echoToOneThatReadsLate() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      Select<Message> select = Select.of(listener);
      try (Socket client = Loopback.connect(listener.localAddress())) {
        byte[] sent = new byte[16 << 20]; // more than all buffers on the way hold
        for (int i = 0; i < sent.length; i++) {
          sent[i] = (byte) (i * 31);
        }
        FutureTask<Void> writer =
            new FutureTask<>(
                () -> {
                  client.getOutputStream().write(sent);
                  return null;
                });
        Thread.ofVirtual().start(writer);
        // Nobody reads the echo until one was refused.
        Port port = null;
        while (port == null || port.pendingBytes() < PortOptions.defaults().highWatermark()) {
          Message message = select.receive(Loopback.PATIENCE);
          assertNotNull(message);
          echo(select, message);
          port = message instanceof Accepted accepted ? accepted.port() : port;
        }
        FutureTask<byte[]> reader =
            new FutureTask<>(() -> client.getInputStream().readNBytes(sent.length));
        Thread.ofVirtual().start(reader);
        while (!reader.isDone()) {
          Message message = select.receive(Duration.ofMillis(20));
          if (message != null) {
            echo(select, message);
          }
        }
        writer.get(60, TimeUnit.SECONDS);
        assertArrayEquals(sent, reader.get());
      }
    }
  }

  @Test
  void bounds() throws Exception {
    // @start region="bounds"
    IoServerOptions server =
        IoServerOptions.defaults()
            .loops(2)
            .inboxBytes(64 << 20); // each loop; 0 for its share of a quarter of the direct memory
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(4, 1 << 20)) // a longer frame fails the port
            .inboxBytes(256 << 10) // waiting to be received, whatever credit there is
            .watermarks(64 << 10, 256 << 10); // waiting to be written
    IoServer io = IoServer.open(server);
    Listener listener = io.listen(Loopback.anyPort(), ListenOptions.defaults().ports(ports));
    // @end
    try (io) {
      try (Socket client = Loopback.connect(listener.localAddress())) {
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.writeInt(3);
        out.write(new byte[] {1, 2, 3});
        if (!(listener.receive() instanceof Accepted accepted)) {
          throw new AssertionError("nothing was accepted");
        }
        Data frame = accepted.port().read(0, Loopback.PATIENCE);
        assertNotNull(frame);
        assertEquals(3, frame.length());
        assertTrue(accepted.port().trySend(frame.bytes()));
        frame.release();
        assertEquals(3, new DataInputStream(client.getInputStream()).readInt());
      }
    }
  }
}
