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
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine is the context's, and need not be the JDK's. Conscrypt's and Netty's are other
 * programs altogether (BoringSSL), with their own ideas of when a handshake is over and of what
 * they keep to themselves. What Conscrypt opens it closes when the collector finds it, so that no
 * test of the suite can count it.
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
    echoes(engine, EngineSource.of(conscrypt), EngineSource.of(conscrypt));
  }

  /** Netty's engines are no context's, and those that count their users go back to the source. */
  @ParameterizedTest
  @MethodSource("engines")
  void tcnative(String engine) throws Exception {
    if (!OpenSsl.isAvailable()) {
      String why = "SKIPPED, NOTHING WAS PROVED: tcnative: " + OpenSsl.unavailabilityCause();
      System.err.println(why);
      Assumptions.abort(why);
    }
    File own = TlsFixture.OWN.pem().toFile();
    SslContext serving = netty(SslContextBuilder.forServer(own, own));
    SslContext calling = netty(SslContextBuilder.forClient().trustManager(own));
    NettyEngines accepted = new NettyEngines(serving);
    NettyEngines connected = new NettyEngines(calling);
    echoes(engine, accepted, connected);
    assertEquals(0, accepted.lent.get() + connected.lent.get(), "engines that did not come back");
    ReferenceCountUtil.release(serving);
    ReferenceCountUtil.release(calling);
  }

  /** Of the application protocols these engines hear from their context alone. */
  private static SslContext netty(SslContextBuilder builder) throws SSLException {
    return builder
        .sslProvider(SslProvider.OPENSSL_REFCNT)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "y"))
        .build();
  }

  /** Engines with memory of their own, which nobody frees but who releases them. */
  private static final class NettyEngines implements EngineSource {

    private final SslContext context;
    private final AtomicInteger lent = new AtomicInteger();

    NettyEngines(SslContext context) {
      this.context = context;
    }

    @Override
    public SSLEngine create(@Nullable String host, int port) {
      lent.incrementAndGet();
      ByteBufAllocator memory = UnpooledByteBufAllocator.DEFAULT;
      return host == null ? context.newEngine(memory) : context.newEngine(memory, host, port);
    }

    @Override
    public void done(SSLEngine engine) {
      // What this threw nobody would see: one that somebody else has too stays lent.
      if (ReferenceCountUtil.release(engine)) {
        lent.decrementAndGet();
      }
    }
  }

  private static void echoes(String engine, EngineSource serving, EngineSource calling)
      throws Exception {
    EngineSource jdkServing = EngineSource.of(TlsFixture.SERVING);
    EngineSource jdkCalling = EngineSource.of(TlsFixture.TRUSTING);
    try (IoServer io = IoServer.open(IoServerOptions.defaults().engine(engine))) {
      for (String version : TlsFixture.VERSIONS) {
        for (int length : LENGTHS) {
          echo(io, serving, jdkCalling, version, length);
          echo(io, jdkServing, calling, version, length);
          echo(io, serving, calling, version, length);
        }
      }
    }
  }

  private static void echo(
      IoServer io, EngineSource serving, EngineSource calling, String version, int length)
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
