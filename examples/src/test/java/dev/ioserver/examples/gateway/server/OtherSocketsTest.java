package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ioserver.examples.tls.Keys;
import dev.ioserver.tls.Tls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trading by clients of the JDK, over TLS and over a Unix socket. */
@Timeout(60)
class OtherSocketsTest {

  private static Keys keys;

  @BeforeAll
  static void makeKeys() throws IOException {
    keys = Keys.selfSigned("localhost");
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void clientsOfTlsTrade(Setup setup) throws Exception {
    GatewayConfig config = setup.config().layer(Tls.server(keys.serving()));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient buyer = PlainClient.loggedIn(tls(gateway), "demo00");
        PlainClient seller = PlainClient.loggedIn(tls(gateway), "demo01")) {
      trade(buyer, seller);
      buyer.packet("O");
      // The end of TLS as well: without close_notify this would be an exception.
      assertNull(buyer.receive());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void whoSpeaksNoTlsDisturbsNobody(Setup setup) throws Exception {
    GatewayConfig config = setup.config().layer(Tls.server(keys.serving()));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient buyer = PlainClient.loggedIn(tls(gateway), "demo00");
        PlainClient stranger = new PlainClient(gateway.address())) {
      String answer;
      try {
        answer = stranger.login("demo02", "demo", "", 1);
      } catch (IOException e) {
        // An alert of TLS, which is no packet, and then the end.
        answer = null;
      }
      assertFalse(answer != null && answer.startsWith("A"), answer);
      try (PlainClient seller = PlainClient.loggedIn(tls(gateway), "demo01")) {
        trade(buyer, seller);
      }
      assertEquals(2, gateway.statistics().logins());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the iocp engine has no Unix sockets")
  void clientsOfAUnixSocketTrade(Setup setup, @TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("gateway.sock"));
    try (GatewayServer gateway = GatewayServer.start(setup.config().listen(address));
        PlainClient buyer = PlainClient.loggedIn(unix(address), "demo00");
        PlainClient seller = PlainClient.loggedIn(unix(address), "demo01")) {
      assertEquals(address, gateway.localAddress());
      trade(buyer, seller);
    }
    assertFalse(Files.exists(address.getPath()), "the file of the socket");
  }

  private static PlainClient tls(GatewayServer gateway) throws IOException {
    SSLContext context = keys.trusting();
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    return new PlainClient(socket, gateway.address(), 0);
  }

  private static PlainClient unix(UnixDomainSocketAddress address) throws IOException {
    return new PlainClient(SocketChannel.open(address));
  }

  private static void trade(PlainClient buyer, PlainClient seller) throws IOException {
    buyer.enter("buy", 'B', 300, "MSFT", 20_000);
    assertEquals('A', buyer.message().type());
    seller.enter("sell", 'S', 200, "MSFT", 19_000);
    assertEquals('A', seller.message().type());
    assertEquals('E', buyer.message().type());
    assertEquals('E', seller.message().type());
  }
}
