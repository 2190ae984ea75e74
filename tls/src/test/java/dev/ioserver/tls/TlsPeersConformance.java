package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** Peers that others have written: the JDK's sockets, OpenSSL, curl. */
abstract class TlsPeersConformance extends TlsFixture {

  /** A client of the JDK reads what was sent, and the end, as from any server. */
  @BothShapes
  void clientOfTheJdk(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      try (TestServer server = server(shape)) {
        Listener listener =
            listen(server, server(Tls.server(SERVING).applicationProtocols("h2", "x")));
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

  /** New keys in the midst of a connection (TLS 1.3) go unnoticed. */
  @BothShapes
  void keyUpdate(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = listen(server, server(Tls.server(SERVING)));
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

  /** Records in pieces of one byte are put together again. */
  @BothShapes
  void recordsCutAtAnyByte(Shape shape) throws Exception {
    for (String version : VERSIONS) {
      try (TestServer server = server(shape);
          Drip drip = new Drip()) {
        Listener listener = listen(server, server(Tls.server(SERVING).protocols(version)));
        drip.open(listener.localAddress());
        byte[] sent = Bytes.random(600, random());
        Work<byte[]> client =
            begin(
                "client",
                () -> {
                  try (SSLSocket socket =
                      (SSLSocket)
                          TRUSTING
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
        Listener listener = listen(server, server(Tls.server(SERVING)));
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
                    OWN.pem().toString(),
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
          end(process);
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
    String pem = OWN.pem().toString();
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
                client(Tls.client(TRUSTING, "localhost")));
        handshaken(server, client);
        client.send(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("olleh\n", new String(collect(client, 6), StandardCharsets.US_ASCII));
        client.close();
      } finally {
        end(process);
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
      Listener listener = listen(server, server(Tls.server(SERVING)));
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
                  OWN.pem().toString(),
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
        end(process);
      }
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> process.info() + " did not end");
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
