package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.tls.Tls;
import dev.ioserver.tls.TlsException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TlsGuideTest {

  // @start region="options"
  /** A listener whose ports speak TLS. */
  static Listener listen(IoServer io, SSLContext context) throws SystemCallException {
    PortOptions ports = PortOptions.defaults().layer(Tls.server(context).applicationProtocols("x"));
    return io.listen(loopback(0), ListenOptions.defaults().ports(ports));
  }

  /** A port that speaks TLS with a host, and with no other. */
  static Port connect(IoServer io, SocketAddress address, SSLContext context, String host) {
    return io.connect(address, PortOptions.defaults().layer(Tls.client(context, host)));
  }

  // @end

  // @start region="failed"
  /** What to do when a port of ours has failed. */
  static String whatNext(TlsException cause) {
    return switch (cause.kind()) {
      case HANDSHAKE -> "look at protocols and cipher suites: " + cause.getMessage();
      case CERTIFICATE -> "look at dates, names and issuers: " + cause.getMessage();
      case RECORD -> "the peer does not speak TLS: " + cause.getMessage();
      case TIMED_OUT, TRUNCATED, ENDED -> "connect again";
      case RENEGOTIATION -> "the peer must open another connection instead";
    };
  }

  // @end

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static TlsException failure(Port port) throws InterruptedException {
    Message message = port.receive();
    if (message instanceof Connected) {
      message = port.receive();
    }
    return assertInstanceOf(TlsException.class, assertInstanceOf(Failed.class, message).cause());
  }

  /** A server without a certificate has no cipher suite to offer. */
  @Test
  void theTwoSidesHearWhyTheyDoNotAgree() throws Exception {
    SSLContext context = SSLContext.getDefault();
    try (IoServer io = IoServer.open()) {
      Listener listener = listen(io, context);
      Port client = connect(io, listener.localAddress(), context, "localhost");
      Port accepted = assertInstanceOf(Accepted.class, listener.receive()).port();
      TlsException there = failure(accepted);
      assertEquals(TlsException.Kind.HANDSHAKE, there.kind(), there.getMessage());
      String next = whatNext(failure(client));
      assertTrue(next.contains("handshake_failure"), next);
    }
  }
}
