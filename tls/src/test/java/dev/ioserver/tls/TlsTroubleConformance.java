package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Bad peers and bad luck end one port with a reason, and no other port notices. */
abstract class TlsTroubleConformance extends TlsFixture {

  /** What is no TLS gets a word that says so, and nobody else notices. */
  @BothShapes
  void badPeers(Shape shape) throws Exception {
    byte[][] hellos = {
      "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
      {22, 3, 1, (byte) 0xFF, (byte) 0xFF, 1},
      {22, 3, 1, 0, 5, 99, 0, 0, 1, 0},
      {22, 2, 1, 0, 5},
      {23, 3, 3, 0, 1, 0},
      {}
    };
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener listener = listen(server, server(Tls.server(SERVING)));
      Port good = other.connect(listener.localAddress(), client(Tls.client(TRUSTING, "localhost")));
      Port goodAccepted = server.accept(listener);
      handshaken(server, goodAccepted);
      for (byte[] hello : hellos) {
        Work<Void> client =
            begin(
                "client",
                () -> {
                  try (Socket socket = new Socket()) {
                    socket.connect(listener.localAddress());
                    socket.getOutputStream().write(hello);
                    if (hello.length == 0) {
                      socket.shutdownOutput();
                    }
                    socket.setSoTimeout((int) LONG.toMillis());
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                  } catch (IOException e) {
                    // A reset will do as well.
                  }
                  return null;
                });
        Port port = server.accept(listener);
        TlsException cause = failure(port);
        assertTrue(
            cause.kind() == TlsException.Kind.RECORD
                || cause.kind() == TlsException.Kind.HANDSHAKE
                || cause.kind() == TlsException.Kind.TRUNCATED,
            cause.kind() + " " + cause.getMessage());
        port.close();
        closed(server, port);
        server.join(client);
      }
      good.send(ByteBuffer.wrap(new byte[] {7}));
      assertArrayEquals(new byte[] {7}, collect(goodAccepted, 1));
    }
  }

  /** Who closes the connection without a word in TLS may be somebody in between. */
  @BothShapes
  void truncation(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(SERVING)));
      Work<Void> client =
          begin(
              "client",
              () -> {
                Socket plain = new Socket();
                plain.connect(listener.localAddress());
                SSLSocket socket =
                    (SSLSocket)
                        TRUSTING.getSocketFactory().createSocket(plain, "localhost", 0, false);
                socket.getOutputStream().write(new byte[] {1, 2, 3});
                socket.getOutputStream().flush();
                // Past the TLS socket, which would say goodbye.
                plain.shutdownOutput();
                plain.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                plain.close();
                return null;
              });
      Port port = server.accept(listener);
      handshaken(server, port);
      assertArrayEquals(new byte[] {1, 2, 3}, collect(port, 3));
      TlsException cause = failure(port);
      assertEquals(TlsException.Kind.TRUNCATED, cause.kind(), cause.getMessage());
      port.close();
      closed(server, port);
      server.join(client);
    }
  }

  /** A client of TLS 1.2 that wants to agree anew is refused, with a reason. */
  @BothShapes
  void renegotiation(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(SERVING)));
      Work<Void> client =
          begin(
              "client",
              () -> {
                try (SSLSocket socket = jdkSocket(listener, "TLSv1.2")) {
                  socket.startHandshake();
                  socket.getOutputStream().write(1);
                  socket.startHandshake();
                  socket.getInputStream().read();
                } catch (SSLException | java.net.SocketException e) {
                  // As it should be.
                }
                return null;
              });
      Port port = server.accept(listener);
      port.activeUnlimited();
      TlsException cause = failure(port);
      assertEquals(TlsException.Kind.RENEGOTIATION, cause.kind(), cause.getMessage());
      port.close();
      server.join(client);
    }
  }

  /** A client that says its end before the two agreed has agreed to nothing. */
  @BothShapes
  void aPeerThatGivesUpHasNotAgreed(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      try (TestServer server = server(shape);
          Socket socket = new Socket()) {
        Listener listener = listen(server, server(Tls.server(SERVING)));
        socket.connect(listener.localAddress());
        SSLEngine engine = TRUSTING.createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        engine.beginHandshake();
        socket.getOutputStream().write(said(engine));
        engine.closeOutbound();
        socket.getOutputStream().write(said(engine));
        socket.shutdownOutput();
        Port port = server.accept(listener);
        Message first = next(server, port);
        TlsException cause =
            assertInstanceOf(TlsException.class, assertInstanceOf(Failed.class, first).cause());
        // Of TLS 1.3 the engine says that it may not be said in the clear.
        assertEquals(
            version.equals("TLSv1.3") ? TlsException.Kind.RECORD : TlsException.Kind.HANDSHAKE,
            cause.kind(),
            cause.getMessage());
      }
    }
  }

  /** All that an engine has to say by now. */
  private static byte[] said(SSLEngine engine) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** A context without keys makes no engine: the accepted connection ends, and is closed. */
  @BothShapes
  void aLayerThatCannotBeMade(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        Socket socket = new Socket()) {
      Listener listener = listen(server, server(Tls.server(SSLContext.getInstance("TLS"))));
      socket.connect(listener.localAddress());
      Port port = server.accept(listener);
      Failed failed = assertInstanceOf(Failed.class, next(server, port));
      assertTrue(String.valueOf(failed.cause().getMessage()).contains("taken over"));
      closed(server, port);
      socket.setSoTimeout((int) LONG.toMillis());
      assertEquals(-1, socket.getInputStream().read());
    }
  }
}
