package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.suite.Conformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What the tests of TLS stand on: certificates, and how to wait for what ports say. */
abstract class TlsFixture extends Conformance {

  private static final String KQUEUE_PROPERTY = "ioserver.kqueue.library";

  static {
    nameLibkqueue();
  }

  /** Before any engine is asked for: which library there is is decided once in a process. */
  static void nameLibkqueue() {
    String file = System.getenv("IOSERVER_LIBKQUEUE");
    if (file != null && System.getProperty(KQUEUE_PROPERTY) == null) {
      System.setProperty(KQUEUE_PROPERTY, file);
    }
  }

  static final Certificates OWN = TestCertificates.OWN;
  static final Certificates OTHERS = TestCertificates.OTHERS;
  static final Certificates EXPIRED = TestCertificates.EXPIRED;
  static final SSLContext SERVING = TestCertificates.SERVING;
  static final SSLContext TRUSTING = TestCertificates.TRUSTING;

  static final Duration LONG = TestServer.LONG;

  static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  static PortOptions server(Tls tls) {
    return PortOptions.defaults().layer(tls);
  }

  static PortOptions client(Tls tls) {
    return PortOptions.defaults().layer(tls);
  }

  static Listener listen(TestServer server, PortOptions ports) throws IOException {
    return server.listen(ListenOptions.defaults().ports(ports));
  }

  static Handshaken handshaken(TestServer server, Port port) throws Exception {
    Message message = next(server, port);
    while (message instanceof Connected) {
      message = next(server, port);
    }
    return assertInstanceOf(Handshaken.class, message);
  }

  static Message next(TestServer server, Port port) throws Exception {
    Message message = port.receive(LONG);
    assertNotNull(message, "nothing came");
    return message;
  }

  /** Receives until so many bytes have come, whatever else does. */
  static byte[] collect(Port port, int length) throws Exception {
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

  static byte[] bytes(Data data) {
    return data.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  static void closed(TestServer server, Port port) throws Exception {
    Message message = next(server, port);
    while (message instanceof Writable) {
      message = next(server, port);
    }
    assertInstanceOf(Closed.class, message);
  }

  static TlsException failure(Port port) throws Exception {
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

  static SSLSocket jdkSocket(Listener listener, String version) throws IOException {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    SSLSocket socket = (SSLSocket) TRUSTING.getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout((int) LONG.toMillis());
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(new String[] {"x"});
    // The JDK names no host without a dot by itself.
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    return socket;
  }
}
