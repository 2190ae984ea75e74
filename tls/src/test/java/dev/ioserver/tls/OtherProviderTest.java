package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine is the context's, and need not be the JDK's. Conscrypt's is another program altogether
 * (BoringSSL), with its own ideas of when a handshake is over and of what it keeps to itself. What
 * it opens it closes when the collector finds it, so that no test of the suite can count it.
 */
class OtherProviderTest {

  private static final int[] LENGTHS = {1_000, 20_000, 300_000};

  static List<String> engines() {
    TlsFixture.nameLibkqueue();
    return EngineInfo.all().stream()
        .filter(engine -> engine.unavailabilityCause() == null)
        .map(EngineInfo::name)
        .toList();
  }

  /** What is sent comes back, whichever side is the other provider's. */
  @ParameterizedTest
  @MethodSource("engines")
  void conscrypt(String engine) throws Exception {
    if (!Conscrypt.isAvailable()) {
      String why = "SKIPPED, NOTHING WAS PROVED: conscrypt has no library for this machine";
      System.err.println(why);
      Assumptions.abort(why);
    }
    SSLContext conscrypt = TlsFixture.OWN.context(TlsFixture.OWN, Conscrypt.newProvider());
    try (IoServer io = IoServer.open(IoServerOptions.defaults().engine(engine))) {
      for (String version : TlsFixture.VERSIONS) {
        for (int length : LENGTHS) {
          echo(io, conscrypt, TlsFixture.TRUSTING, version, length);
          echo(io, TlsFixture.SERVING, conscrypt, version, length);
          echo(io, conscrypt, conscrypt, version, length);
        }
      }
    }
  }

  private static void echo(
      IoServer io, SSLContext serving, SSLContext calling, String version, int length)
      throws Exception {
    byte[] sent = new byte[length];
    new Random(length).nextBytes(sent);
    Tls server = Tls.server(serving).protocols(version).applicationProtocols("x", "y");
    Tls client = Tls.client(calling, "localhost").protocols(version).applicationProtocols("y");
    Listener listener =
        io.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ListenOptions.defaults().ports(TlsFixture.server(server)));
    Port there = io.connect(listener.localAddress(), TlsFixture.client(client));
    Port here = assertInstanceOf(Accepted.class, next(listener.receive(TlsFixture.LONG))).port();
    agreed(here, version);
    agreed(there, version);
    Thread sender =
        Thread.ofVirtual().start(() -> assertEquals(0, sendAll(there, sent), "bytes left"));
    byte[] come = TlsFixture.collect(here, length);
    sender.join();
    assertArrayEquals(sent, come);
    sender = Thread.ofVirtual().start(() -> assertEquals(0, sendAll(here, come), "bytes left"));
    assertArrayEquals(sent, TlsFixture.collect(there, length));
    sender.join();
    assertEquals(0, here.droppedBytes() + there.droppedBytes());
    there.close();
    here.close();
    listener.close();
  }

  private static int sendAll(Port port, byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      port.send(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left.remaining();
  }

  private static void agreed(Port port, String version) throws Exception {
    Message message = next(port.receive(TlsFixture.LONG));
    while (message instanceof Connected) {
      message = next(port.receive(TlsFixture.LONG));
    }
    Handshaken agreed = assertInstanceOf(Handshaken.class, message);
    assertEquals(version, agreed.protocol());
    assertEquals("y", agreed.applicationProtocol());
  }

  private static <T> T next(T message) {
    assertNotNull(message, "nothing came");
    return message;
  }
}
