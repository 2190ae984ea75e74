package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.TrustedProxies;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import dev.ioserver.testkit.suite.Conformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What TLS must do on every engine: against itself, and against the JDK's own sockets. */
abstract class TlsConformance extends Conformance {

  private static final Duration LONG = TestServer.LONG;
  private static final String LOCALHOST = "dns:localhost,ip:127.0.0.1";
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  @TempDir static Path folder;
  private static Certificates own;
  private static Certificates others;
  private static Certificates expired;
  private static SSLContext serving;
  private static SSLContext trusting;

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = new Certificates(folder, "own").add("localhost", LOCALHOST, -1, 100);
    others =
        new Certificates(folder, "others")
            .add("a.example", "dns:a.example", -1, 100)
            .add("b.example", "dns:b.example", -1, 100);
    // A certificate that is trusted by itself is trusted for ever: this one has an issuer.
    expired = new Certificates(folder, "expired").authority().add("localhost", LOCALHOST, -20, 10);
    serving = own.context(own);
    trusting = Certificates.trust(own);
  }

  private static PortOptions server(Tls tls) {
    return PortOptions.defaults().layer(tls);
  }

  private static PortOptions client(Tls tls) {
    return PortOptions.defaults().layer(tls);
  }

  private static Listener listen(TestServer server, PortOptions ports) throws IOException {
    return server.listen(ListenOptions.defaults().ports(ports));
  }

  private static Handshaken handshaken(TestServer server, Port port) throws Exception {
    Message message = next(server, port);
    while (message instanceof Connected) {
      message = next(server, port);
    }
    return assertInstanceOf(Handshaken.class, message);
  }

  private static Message next(TestServer server, Port port) throws Exception {
    Message message = port.receive(LONG);
    assertNotNull(message, "nothing came");
    return message;
  }

  /** Receives until so many bytes have come, whatever else does. */
  private static byte[] collect(Port port, int length) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    port.activeUnlimited();
    while (all.size() < length) {
      Message message = port.receive(LONG);
      switch (message) {
        case Data data -> {
          all.writeBytes(bytes(data));
          data.release();
        }
        case Failed failed -> throw failed.cause();
        case null -> throw new IOException("only " + all.size() + " bytes came");
        default -> {
          // Of no interest here.
        }
      }
    }
    return all.toByteArray();
  }

  private static byte[] bytes(Data data) {
    return data.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private static void closed(TestServer server, Port port) throws Exception {
    Message message = next(server, port);
    while (message instanceof Writable) {
      message = next(server, port);
    }
    assertInstanceOf(Closed.class, message);
  }

  private static TlsException failure(Port port) throws Exception {
    while (true) {
      Message message = port.receive(LONG);
      assertNotNull(message, "no failure came");
      if (message instanceof Failed failed) {
        return assertInstanceOf(TlsException.class, failed.cause());
      }
      if (message instanceof Data data) {
        data.release();
      }
      assertTrue(!(message instanceof Closed), "closed without a failure");
    }
  }

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
        Listener listener = listen(server, server(Tls.server(serving).protocols(version)));
        Port client =
            other.connect(listener.localAddress(), client(Tls.client(trusting, "localhost")));
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

  /** A client of the JDK reads what was sent, and the end, as from any server. */
  @BothShapes
  void clientOfTheJdk(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      try (TestServer server = server(shape)) {
        Listener listener =
            listen(server, server(Tls.server(serving).applicationProtocols("h2", "x")));
        byte[] sent = Bytes.random(300_000, random());
        Work<byte[]> client =
            begin(
                "client",
                () -> {
                  try (SSLSocket socket = jdkSocket(listener, version)) {
                    socket.getOutputStream().write(sent);
                    byte[] back = socket.getInputStream().readNBytes(sent.length);
                    assertEquals(-1, socket.getInputStream().read());
                    return back;
                  }
                });
        Port port = server.accept(listener);
        Handshaken agreed = handshaken(server, port);
        assertEquals(version, agreed.protocol());
        assertEquals("x", agreed.applicationProtocol());
        assertEquals("localhost", agreed.serverName());
        port.send(ByteBuffer.wrap(collect(port, sent.length)));
        port.close();
        assertArrayEquals(sent, server.join(client));
        closed(server, port);
      }
    }
  }

  private static SSLSocket jdkSocket(Listener listener, String version) throws IOException {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout((int) LONG.toMillis());
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(new String[] {"x"});
    // The JDK names no host without a dot by itself.
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Frames are cut out of what was protected, wherever the records begin. */
  @BothShapes
  void framing(Shape shape) throws Exception {
    PortOptions framed = PortOptions.defaults().framing(Framing.lines(100));
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener listener = listen(server, framed.layer(Tls.server(serving)));
      Port client =
          other.connect(
              listener.localAddress(),
              framed.layer(Tls.client(trusting, "localhost")).credit(PortOptions.UNLIMITED));
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
        Listener listener = listen(other, framed.layer(Tls.server(serving).protocols(version)));
        Port client =
            server.connect(
                listener.localAddress(), framed.layer(Tls.client(trusting, "localhost")));
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

  /** Who closes the connection without a word in TLS may be somebody in between. */
  @BothShapes
  void truncation(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(serving)));
      Work<Void> client =
          begin(
              "client",
              () -> {
                Socket plain = new Socket();
                plain.connect(listener.localAddress());
                SSLSocket socket =
                    (SSLSocket)
                        trusting.getSocketFactory().createSocket(plain, "localhost", 0, false);
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
      Listener listener = listen(server, server(Tls.server(serving)));
      Port good = other.connect(listener.localAddress(), client(Tls.client(trusting, "localhost")));
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

  /** A certificate that has expired, is another host's, or nobody vouches for: both sides know. */
  @BothShapes
  void certificates(Shape shape) throws Exception {
    Object[][] cases = {
      {expired.context(own), Tls.client(Certificates.trust(expired), "localhost")},
      {others.context(own), Tls.client(Certificates.trust(others), "localhost")},
      {serving, Tls.client(Certificates.trust(others), "localhost")}
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
        }
      }
    }
  }

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
                      Tls.server(others.context(own))
                          .protocols(version)
                          .clientCertificates(ClientCertificates.REQUIRED)));
          Port client =
              other.connect(listener.localAddress(), client(Tls.client(own.context(others), host)));
          Port port = server.accept(listener);
          Handshaken there = handshaken(server, port);
          assertEquals(host, there.serverName());
          assertEquals(1, there.peerCertificates().size());
          Handshaken here = handshaken(other, client);
          var shown = (java.security.cert.X509Certificate) here.peerCertificates().get(0);
          assertEquals("CN=" + host, shown.getSubjectX500Principal().getName());
        }
      }
    }
  }

  /** Who does not go on with the handshake is not waited for. */
  @BothShapes
  void handshakeTimeout(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        Socket socket = new Socket()) {
      Listener listener =
          listen(server, server(Tls.server(serving).handshakeTimeout(Duration.ofMillis(50))));
      socket.connect(listener.localAddress());
      TlsException cause = failure(server.accept(listener));
      assertEquals(TlsException.Kind.TIMED_OUT, cause.kind(), cause.getMessage());
      assertTrue(cause.getMessage().contains("handshakeTimeout"), cause.getMessage());
    }
  }

  /** A port may be closed, or aborted, at any time of its handshake; nothing is left behind. */
  @BothShapes
  void closedAtAnyTime(Shape shape) throws Exception {
    Random random = random();
    for (int i = 0; i < rounds(10, 400); i++) {
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(server, server(Tls.server(serving)));
        Port client =
            other.connect(listener.localAddress(), client(Tls.client(trusting, "localhost")));
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
                  Tls.server(serving)
                      .executor(
                          task -> {
                            begun.incrementAndGet();
                            held.add(task);
                          })));
      Listener quick = server.listen();
      Port client = other.connect(slow.localAddress(), client(Tls.client(trusting, "localhost")));
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
      while (!(begun.get() < 0)) {
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

  /** A proxy's word comes in the clear, before TLS. */
  @BothShapes
  void proxyHeaderBeforeTls(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(
              ListenOptions.defaults()
                  .ports(server(Tls.server(serving)))
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
                        trusting.getSocketFactory().createSocket(plain, "localhost", 0, true)) {
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

  /** A client of TLS 1.2 that wants to agree anew is refused, with a reason. */
  @BothShapes
  void renegotiation(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(serving)));
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

  /** New keys in the midst of a connection (TLS 1.3) go unnoticed. */
  @BothShapes
  void keyUpdate(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(serving)));
      Work<byte[]> client =
          begin(
              "client",
              () -> {
                try (SSLSocket socket = jdkSocket(listener, "TLSv1.3")) {
                  for (int i = 0; i < 5; i++) {
                    socket.getOutputStream().write(i);
                    // On a connection that stands this asks for new keys, of both sides.
                    socket.startHandshake();
                  }
                  return socket.getInputStream().readNBytes(5);
                }
              });
      Port port = server.accept(listener);
      byte[] come = collect(port, 5);
      port.send(ByteBuffer.wrap(come));
      assertArrayEquals(new byte[] {0, 1, 2, 3, 4}, server.join(client));
      port.close();
    }
  }

  /** Whoever comes again is not asked for all of it again. */
  @BothShapes
  void resumption(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      AtomicInteger looked = new AtomicInteger();
      SSLContext remembering = Certificates.trust(own, looked::incrementAndGet);
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Listener listener = listen(server, server(Tls.server(serving).protocols(version)));
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

  /** Records in pieces of one byte are put together again. */
  @BothShapes
  void recordsCutAtAnyByte(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      try (TestServer server = server(shape);
          Drip drip = new Drip()) {
        Listener listener = listen(server, server(Tls.server(serving).protocols(version)));
        drip.open(listener.localAddress());
        byte[] sent = Bytes.random(600, random());
        Work<byte[]> client =
            begin(
                "client",
                () -> {
                  try (SSLSocket socket =
                      (SSLSocket)
                          trusting
                              .getSocketFactory()
                              .createSocket(InetAddress.getLoopbackAddress(), drip.port())) {
                    socket.setTcpNoDelay(true);
                    socket.getOutputStream().write(sent);
                    return socket.getInputStream().readNBytes(sent.length);
                  }
                });
        Port port = server.accept(listener);
        port.send(ByteBuffer.wrap(collect(port, sent.length)));
        assertArrayEquals(sent, server.join(client));
        port.close();
      }
    }
  }

  /** OpenSSL's client, where it is. */
  @BothShapes
  void clientOfOpenssl(Shape shape) throws Exception {
    if (!isThere("openssl")) {
      skip("there is no openssl on this machine");
    }
    for (String flag : List.of("-tls1_3", "-tls1_2")) {
      try (TestServer server = server(shape)) {
        Listener listener = listen(server, server(Tls.server(serving)));
        int number = ((InetSocketAddress) listener.localAddress()).getPort();
        Process process =
            new ProcessBuilder(
                    "openssl",
                    "s_client",
                    "-quiet",
                    "-connect",
                    "127.0.0.1:" + number,
                    "-servername",
                    "localhost",
                    "-CAfile",
                    own.pem().toString(),
                    "-verify_return_error",
                    flag)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
          Port port = server.accept(listener);
          handshaken(server, port);
          process.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
          process.getOutputStream().flush();
          assertArrayEquals("hello\n".getBytes(StandardCharsets.US_ASCII), collect(port, 6));
          port.send(ByteBuffer.wrap("world\n".getBytes(StandardCharsets.US_ASCII)));
          port.close();
          closed(server, port);
          assertEquals(
              "world\n",
              new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } finally {
          process.destroy();
          assertTrue(process.waitFor(30, TimeUnit.SECONDS), "openssl did not end");
        }
      }
    }
  }

  /** OpenSSL's server, where it is: it sends each line back from its end to its beginning. */
  @BothShapes
  void serverOfOpenssl(Shape shape) throws Exception {
    if (!isThere("openssl")) {
      skip("there is no openssl on this machine");
    }
    String pem = own.pem().toString();
    for (String flag : List.of("-tls1_3", "-tls1_2")) {
      Process process =
          new ProcessBuilder(
                  "openssl",
                  "s_server",
                  "-accept",
                  "127.0.0.1:0",
                  "-cert",
                  pem,
                  "-key",
                  pem,
                  "-rev",
                  flag)
              .redirectErrorStream(true)
              .start();
      try (TestServer server = server(shape)) {
        Port client =
            server.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), portOf(process)),
                client(Tls.client(trusting, "localhost")));
        handshaken(server, client);
        client.send(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("olleh\n", new String(collect(client, 6), StandardCharsets.US_ASCII));
        client.close();
      } finally {
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "openssl did not end");
      }
    }
  }

  /** The port that a server says it accepts on. */
  private static int portOf(Process process) throws IOException {
    var said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("ACCEPT")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
      }
    }
    throw new IOException("openssl ended");
  }

  /** curl, where it is. */
  @BothShapes
  void curl(Shape shape) throws Exception {
    if (!isThere("curl")) {
      skip("there is no curl on this machine");
    }
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(serving)));
      int number = ((InetSocketAddress) listener.localAddress()).getPort();
      Process process =
          new ProcessBuilder(
                  "curl",
                  "--silent",
                  "--show-error",
                  "--noproxy",
                  "*",
                  "--resolve",
                  "localhost:" + number + ":127.0.0.1",
                  "--cacert",
                  own.pem().toString(),
                  "https://localhost:" + number + "/")
              .redirectErrorStream(true)
              .start();
      try {
        Port port = server.accept(listener);
        handshaken(server, port);
        assertTrue(
            new String(collect(port, 5), StandardCharsets.US_ASCII).startsWith("GET / HTTP/1.1"));
        port.send(
            ByteBuffer.wrap(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"
                    .getBytes(StandardCharsets.US_ASCII)));
        port.close();
        Work<byte[]> shown = begin("shown", () -> process.getInputStream().readAllBytes());
        assertEquals("hello", new String(server.join(shown), StandardCharsets.US_ASCII));
      } finally {
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "curl did not end");
      }
    }
  }

  private static boolean isThere(String program) {
    try {
      Process process =
          new ProcessBuilder(program, program.equals("curl") ? "--version" : "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
