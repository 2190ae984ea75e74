package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** Bytes go through a port with TLS as through any port: whole, in order, within the credit. */
abstract class TlsStreamConformance extends TlsFixture {

  /** All that is sent each way arrives, whatever the pieces and whoever shuts down first. */
  @BothShapes
  void exchange(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      Random random = random();
      byte[] there = Bytes.random(3 << 20, random);
      // Before TLS 1.3 the end of one direction is that of both: it comes when all is back.
      boolean half = version.equals("TLSv1.3");
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(server, server(Tls.server(SERVING).protocols(version)));
        Port client =
            other.connect(listener.localAddress(), client(Tls.client(TRUSTING, "localhost")));
        Work<Void> sender =
            begin(
                "sender",
                () -> {
                  for (int at = 0; at < there.length; ) {
                    int length = Math.min(1 + random.nextInt(40_000), there.length - at);
                    client.send(ByteBuffer.wrap(there, at, length));
                    at += length;
                  }
                  if (half) {
                    client.shutdownOutput();
                  }
                  return null;
                });
        Work<byte[]> receiver =
            begin(
                "receiver",
                () -> {
                  byte[] back = collect(client, there.length);
                  client.shutdownOutput();
                  return back;
                });
        Port accepted = server.accept(listener);
        Handshaken agreed = handshaken(server, accepted);
        assertEquals(version, agreed.protocol());
        accepted.activeUnlimited();
        boolean ended = false;
        while (!ended) {
          switch (next(server, accepted)) {
            case Data data -> {
              accepted.send(data.segment());
              data.release();
            }
            case PeerClosed _ -> ended = true;
            case Failed failed -> throw failed.cause();
            default -> {
              // Room again.
            }
          }
        }
        assertArrayEquals(there, server.join(receiver));
        server.join(sender);
        accepted.close();
        closed(server, accepted);
        assertEquals(0, accepted.droppedBytes());
      }
    }
  }

  /** Frames are cut out of what was protected, wherever the records begin. */
  @BothShapes
  void framing(Shape shape) throws Exception {
    PortOptions framed = PortOptions.defaults().framing(Framing.lines(100));
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener listener = listen(server, framed.layer(Tls.server(SERVING)));
      Port client =
          other.connect(
              listener.localAddress(),
              framed.layer(Tls.client(TRUSTING, "localhost")).credit(PortOptions.UNLIMITED));
      for (int i = 0; i < 500; i++) {
        client.send(ByteBuffer.wrap(("line " + i).getBytes(StandardCharsets.US_ASCII)));
      }
      Port port = server.accept(listener);
      int lines = 0;
      handshaken(server, port);
      for (int credit = 0; lines < 500; lines++) {
        if (credit == 0) {
          credit = 7;
          port.active(credit);
        }
        Message message = next(server, port);
        while (!(message instanceof Data)) {
          message = next(server, port);
        }
        Data data = (Data) message;
        assertEquals("line " + lines, new String(bytes(data), StandardCharsets.US_ASCII));
        data.release();
        credit--;
      }
    }
  }

  /** Credit holds whatever TLS has to do besides: after the end of the own side as before. */
  @BothShapes
  void creditHoldsAfterTheOwnEnd(Shape shape) throws Exception {
    PortOptions framed = PortOptions.defaults().framing(Framing.lines(1_000));
    for (String version : VERSIONS) {
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(other, framed.layer(Tls.server(SERVING).protocols(version)));
        Port client =
            server.connect(
                listener.localAddress(), framed.layer(Tls.client(TRUSTING, "localhost")));
        Port port = other.accept(listener);
        handshaken(server, client);
        for (int i = 0; i < 300; i++) {
          port.send(ByteBuffer.allocate(500));
        }
        client.shutdownOutput();
        for (int i = 0; i < 300; i++) {
          client.active(1);
          Message message = next(server, client);
          while (!(message instanceof Data)) {
            assertFalse(message instanceof Failed, "failed");
            message = next(server, client);
          }
          ((Data) message).release();
          assertNull(notData(client), "data without credit");
        }
        client.close();
        port.close();
      }
    }
  }

  /** Data that comes by now, or null. */
  private static Data notData(Port port) throws InterruptedException {
    for (Message message = port.tryReceive(); message != null; message = port.tryReceive()) {
      if (message instanceof Data data) {
        return data;
      }
    }
    return null;
  }

  /** A port may be closed, or aborted, at any time of its handshake; nothing is left behind. */
  @BothShapes
  void closedAtAnyTime(Shape shape) throws Exception {
    Random random = random();
    for (int i = 0; i < rounds(10, 400); i++) {
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(server, server(Tls.server(SERVING)));
        Port client =
            other.connect(listener.localAddress(), client(Tls.client(TRUSTING, "localhost")));
        client.send(ByteBuffer.allocate(1 + random.nextInt(50_000)));
        Port port = server.accept(listener);
        long until = System.nanoTime() + random.nextInt(8_000_000);
        while (System.nanoTime() < until) {
          Message message = port.receive(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
          if (message instanceof Data data) {
            data.release();
          }
        }
        if (random.nextBoolean()) {
          client.close();
        } else {
          client.abort();
        }
        if (random.nextBoolean()) {
          port.abort();
        }
      }
    }
  }

  /** What was sent before the connection stands goes out, and so does the end behind it. */
  @BothShapes
  void closedBeforeItConnects(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener listener = listen(other, server(Tls.server(SERVING)));
      Port client =
          server.connect(listener.localAddress(), client(Tls.client(TRUSTING, "localhost")));
      client.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      client.close();
      Work<byte[]> come = begin("receiver", () -> collect(other.accept(listener), 3));
      assertArrayEquals(new byte[] {1, 2, 3}, server.join(come));
    }
  }
}
