package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.TrustedProxies;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The two sides agree as their options say, or hear why not. */
abstract class TlsHandshakeConformance extends TlsFixture {

  /** Each host has its certificate, and a client can be asked for one. */
  @BothShapes
  void namesAndClientCertificates(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      for (String host : List.of("a.example", "b.example")) {
        try (TestServer server = server(shape);
            TestServer other = peerServer()) {
          Listener listener =
              listen(
                  server,
                  server(
                      Tls.server(OTHERS.context(OWN))
                          .protocols(version)
                          .clientCertificates(ClientCertificates.REQUIRED)));
          Port client =
              other.connect(listener.localAddress(), client(Tls.client(OWN.context(OTHERS), host)));
          Port port = server.accept(listener);
          Handshaken there = handshaken(server, port);
          assertEquals(host, there.serverName());
          assertEquals(1, there.peerCertificates().size());
          Handshaken here = handshaken(other, client);
          var shown = (java.security.cert.X509Certificate) here.peerCertificates().get(0);
          assertEquals("CN=" + host, shown.getSubjectX500Principal().getName());
          // Closed one after the other, the first server would wait for the second's ports.
          client.abort();
          port.abort();
        }
      }
    }
  }

  /** Whoever comes again is not asked for all of it again. */
  @BothShapes
  void resumption(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      AtomicInteger looked = new AtomicInteger();
      SSLContext remembering = Certificates.trust(OWN, looked::incrementAndGet);
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(server, server(Tls.server(SERVING).protocols(version)));
        for (int i = 0; i < 3; i++) {
          Port client =
              other.connect(listener.localAddress(), client(Tls.client(remembering, "localhost")));
          Port port = server.accept(listener);
          port.send(ByteBuffer.wrap(new byte[] {1}));
          // What is to be remembered comes with, or before, the first byte.
          Work<byte[]> come = begin("client", () -> collect(client, 1));
          assertArrayEquals(new byte[] {1}, server.join(come));
          client.close();
          port.close();
        }
        assertEquals(1, looked.get(), version);
      }
    }
  }

  /** Who does not go on with the handshake is not waited for. */
  @BothShapes
  void handshakeTimeout(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        Socket socket = new Socket()) {
      Listener listener =
          listen(server, server(Tls.server(SERVING).handshakeTimeout(Duration.ofMillis(50))));
      socket.connect(listener.localAddress());
      TlsException cause = failure(server.accept(listener));
      assertEquals(TlsException.Kind.TIMED_OUT, cause.kind(), cause.getMessage());
      assertTrue(cause.getMessage().contains("handshakeTimeout"), cause.getMessage());
    }
  }

  /** Long work of the handshake is done elsewhere: a loop goes on meanwhile. */
  @BothShapes
  void longWorkHoldsUpNobody(Shape shape) throws Exception {
    AtomicInteger begun = new AtomicInteger();
    List<Runnable> held = java.util.Collections.synchronizedList(new ArrayList<>());
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener slow =
          listen(
              server,
              server(
                  Tls.server(SERVING)
                      .executor(
                          task -> {
                            begun.incrementAndGet();
                            held.add(task);
                          })));
      Listener quick = server.listen();
      Port client = other.connect(slow.localAddress(), client(Tls.client(TRUSTING, "localhost")));
      Port waiting = server.accept(slow);
      long limit = System.nanoTime() + LONG.toNanos();
      while (held.isEmpty()) {
        waiting.receive(Duration.ofMillis(1));
        assertTrue(System.nanoTime() < limit, "the work never began");
      }
      Port plain = other.connect(quick.localAddress(), PortOptions.defaults());
      plain.send(ByteBuffer.wrap(new byte[] {5}));
      Port accepted = server.accept(quick);
      assertArrayEquals(new byte[] {5}, collect(accepted, 1));
      while (true) {
        while (!held.isEmpty()) {
          held.remove(0).run();
        }
        Message message = waiting.receive(Duration.ofMillis(1));
        if (message instanceof Handshaken) {
          break;
        }
        assertTrue(System.nanoTime() < limit, "no handshake");
      }
      client.close();
    }
  }

  /** A certificate that has expired, is another host's, or nobody vouches for: both sides know. */
  @BothShapes
  void certificates(Shape shape) throws Exception {
    Object[][] cases = {
      {EXPIRED.context(OWN), Tls.client(Certificates.trust(EXPIRED), "localhost")},
      {OTHERS.context(OWN), Tls.client(Certificates.trust(OTHERS), "localhost")},
      {SERVING, Tls.client(Certificates.trust(OTHERS), "localhost")}
    };
    for (String version : VERSIONS) {
      for (Object[] each : cases) {
        try (TestServer server = server(shape);
            TestServer other = peerServer()) {
          Listener listener = listen(server, server(Tls.server((SSLContext) each[0])));
          Port client =
              other.connect(listener.localAddress(), client(((Tls) each[1]).protocols(version)));
          Port port = server.accept(listener);
          Work<TlsException> seen = begin("client", () -> failure(client));
          TlsException there = failure(port);
          TlsException here = server.join(seen);
          assertEquals(TlsException.Kind.CERTIFICATE, here.kind(), here.getMessage());
          assertEquals(TlsException.Kind.CERTIFICATE, there.kind(), there.getMessage());
          client.abort();
          port.abort();
        }
      }
    }
  }

  /** A proxy's word comes in the clear, before TLS. */
  @BothShapes
  void proxyHeaderBeforeTls(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(
              ListenOptions.defaults()
                  .ports(server(Tls.server(SERVING)))
                  .proxies(TrustedProxies.of("127.0.0.0/8", "::1/128")));
      Work<Void> client =
          begin(
              "client",
              () -> {
                Socket plain = new Socket();
                plain.connect(listener.localAddress());
                plain
                    .getOutputStream()
                    .write(
                        "PROXY TCP4 9.8.7.6 1.2.3.4 55 66\r\n".getBytes(StandardCharsets.US_ASCII));
                try (SSLSocket socket =
                    (SSLSocket)
                        TRUSTING.getSocketFactory().createSocket(plain, "localhost", 0, true)) {
                  socket.getOutputStream().write(new byte[] {1, 2, 3});
                  assertEquals(-1, socket.getInputStream().read());
                }
                return null;
              });
      Port port = server.accept(listener);
      handshaken(server, port);
      assertArrayEquals(new byte[] {1, 2, 3}, collect(port, 3));
      assertEquals(
          new InetSocketAddress(InetAddress.ofLiteral("9.8.7.6"), 55), port.proxyHeader().source());
      port.close();
      server.join(client);
    }
  }
}
