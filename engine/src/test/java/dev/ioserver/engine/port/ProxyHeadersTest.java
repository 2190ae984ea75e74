package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.TrustedProxies;
import dev.ioserver.engine.api.UnixNameAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of the PROXY protocol, good and bad, in any pieces; and who is believed. */
class ProxyHeadersTest extends PortFixture {

  private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";

  ProxyHeadersTest() throws SystemCallException {}

  @Test
  void aLineOfVersion1() {
    ProxyHeader header = header("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n");
    assertEquals(1, header.version());
    assertFalse(header.isLocal());
    assertEquals(new InetSocketAddress("192.0.2.7", 56_324), header.source());
    assertEquals(new InetSocketAddress("198.51.100.1", 443), header.destination());
    assertNull(header.extension(1));
    ProxyHeader six = header("PROXY TCP6 2001:db8::1 ::1 1 65535\r\n");
    assertEquals(new InetSocketAddress("2001:db8::1", 1), six.source());
    // A proxy that has one address of each family.
    ProxyHeader mapped = header("PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 1 2\r\n");
    assertEquals(new InetSocketAddress("192.0.2.7", 1), mapped.source());
    assertNull(header("PROXY UNKNOWN\r\n").source());
    assertNull(header("PROXY UNKNOWN ff::1 whatever 1 2\r\n").source());
  }

  @Test
  void aHeaderOfVersion2() {
    ProxyHeader header = header(binary("2111 0013 C0000207 C6336401 DC04 01BB 02 0004 6E616D65"));
    assertEquals(2, header.version());
    assertEquals(new InetSocketAddress("192.0.2.7", 56_324), header.source());
    assertEquals(new InetSocketAddress("198.51.100.1", 443), header.destination());
    assertArrayEquals("name".getBytes(ISO_8859_1), header.extension(2));
    assertNull(header.extension(3));
    ProxyHeader local = header(binary("2000 0000"));
    assertTrue(local.isLocal());
    assertNull(local.source());
    assertTrue(header(binary("2011 0003 AABBCC")).isLocal(), "what follows is skipped");
    ProxyHeader unix = header(binary("2131 00D8" + "00".repeat(216)));
    assertNull(unix.source());
    String six = "20010DB8000000000000000000000001";
    assertEquals(
        new InetSocketAddress("2001:db8::1", 5),
        header(binary("2121 0024" + six + six + "0005 0006")).source());
    assertNull(header(binary("2100 0000")).source(), "not said");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "PROXYTCP4 192.0.2.7 198.51.100.1 56324 443\r\n",
        "PROXY TCP5 192.0.2.7 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 1\r\n",
        "PROXY TCP4 192.0.2.700 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 192.0.2 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 192.0.2.7 3325256705 56324 443\r\n",
        "PROXY TCP4 192.0.2.07 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 ::ffff:192.0.2.7 198.51.100.1 56324 443\r\n",
        "PROXY TCP6 [::1] ::1 56324 443\r\n",
        "PROXY TCP6 ::1::2 ::1 56324 443\r\n",
        "PROXY TCP4 ::1 198.51.100.1 56324 443\r\n",
        "PROXY TCP6 fe80::1%lo ::1 56324 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 +1 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 01 443\r\n",
        "PROXY TCP4 example.org 198.51.100.1 1 443\r\n",
        "PROXY TCP4\r\n",
        "PROXY \r\n",
        "x3111 0000",
        "x2211 0000",
        "x2111 0004 C0000207",
        "x2111 000E C0000207 C6336401 DC04 01BB 02 00",
        "x2111 000F C0000207 C6336401 DC04 01BB 02 0001",
      })
  void aBadHeaderEndsThePortAndSaysWhy(String bad) {
    String wire = bad.startsWith("x") ? binary(bad.substring(1)) : bad;
    TcpPort port = proxied(PortOptions.defaults().credit(9));
    arrive(wire, new Random(4), 200);
    Failed failed = assertInstanceOf(Failed.class, port.poll());
    MalformedFrameException why = assertInstanceOf(MalformedFrameException.class, failed.cause());
    assertTrue(String.valueOf(why.getMessage()).contains("PROXY"), why.getMessage());
    assertNull(port.proxyHeader());
    assertNull(port.poll());
    port.abort();
    engine.run();
  }

  /** The port ends within the failure: nothing that it kept may be touched behind that. */
  @Test
  void aBadHeaderInPiecesEndsAPortThatDoesNotLinger() {
    TcpPort port = proxied(PortOptions.defaults().closeTimeout(Duration.ZERO));
    ask(port, 3);
    FakeEngine.FakeEndpoint end = engine.endpoint();
    byte[] bad = ascii("PROXY TCP5 x\r\n");
    for (int i = 0; i < bad.length; i++) {
      end.arrive(bad, i, i + 1);
    }
    Failed failed = assertInstanceOf(Failed.class, port.poll());
    assertInstanceOf(MalformedFrameException.class, failed.cause());
    engine.run();
    assertTrue(end.closed);
  }

  /** Who waits for the rest of the header waits for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"PROXZ", "\r\n\r\nx"})
  void aWrongByteIsWrongAtOnce(String wire) {
    TcpPort port = proxied(PortOptions.defaults().credit(9));
    int last = wire.length() - 1;
    arrive(wire.substring(0, last), new Random(11), 1);
    assertNull(port.poll());
    arrive(wire.substring(last), new Random(12), 1);
    assertInstanceOf(Failed.class, port.poll());
    port.abort();
  }

  @Test
  void aLineWithoutAnEndIsRefused() {
    TcpPort port = proxied(PortOptions.defaults().credit(9));
    arrive("PROXY " + "x".repeat(200), new Random(5), 1);
    assertInstanceOf(Failed.class, port.poll());
    port.abort();
  }

  /** The bytes behind it are the port's, in whatever framing, from the first on. */
  @Test
  void whatFollowsIsThePortsFromTheFirstByte() {
    Random random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      boolean text = random.nextBoolean();
      boolean framed = random.nextBoolean();
      String header =
          text
              ? "PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\n"
              : binary("2111 000C C0000207 C0000208 0001 0002");
      PortOptions options = PortOptions.defaults().credit(PortOptions.UNLIMITED);
      TcpPort port = proxied(framed ? options.framing(Framing.lengthPrefix(1, 100)) : options);
      arrive(header + "\3abc\2de", random, 1 + random.nextInt(60));
      StringBuilder heard = new StringBuilder();
      for (Message message = port.poll(); message != null; message = port.poll()) {
        heard.append(text(assertInstanceOf(Data.class, message)));
      }
      assertEquals(framed ? "abcde" : "\3abc\2de", heard.toString());
      assertEquals(new InetSocketAddress("192.0.2.7", 1), nonNull(port.proxyHeader()).source());
      port.abort();
      engine.run();
    }
  }

  @Test
  void aPassiveReceiveGetsWhatFollows() {
    TcpPort port = proxied(PortOptions.defaults());
    ask(port, 3);
    arrive("PROXY UNKN", new Random(7), 100);
    arrive("OWN\r\nab", new Random(8), 100);
    arrive("cd", new Random(9), 100);
    assertEquals("abc", text(nonNull(port.passive().pending().take())));
  }

  @Test
  void creditIsForWhatFollows() {
    TcpPort port = proxied(PortOptions.defaults());
    port.active(1);
    engine.run();
    arrive("PROXY UNKNOWN\r\nrest", new Random(10), 100);
    assertEquals(List.of("rest", "CreditUsed"), taken(port));
  }

  @Test
  void onlyThoseWhoAreNamedAreTrusted() {
    TrustedProxies some = TrustedProxies.of("10.0.0.0/8", "192.0.2.7", "fd00::/9", "unix");
    assertTrue(some.trusts(new InetSocketAddress("10.255.0.1", 1)));
    assertTrue(some.trusts(new InetSocketAddress("192.0.2.7", 1)));
    assertTrue(some.trusts(new InetSocketAddress("fd7f::1", 1)));
    assertTrue(some.trusts(UnixNameAddress.of("x")));
    assertFalse(some.trusts(new InetSocketAddress("11.0.0.1", 1)));
    assertFalse(some.trusts(new InetSocketAddress("192.0.2.6", 1)));
    assertFalse(some.trusts(new InetSocketAddress("fd80::1", 1)));
    assertFalse(some.trusts(InetSocketAddress.createUnresolved("10.0.0.1", 1)));
    assertTrue(TrustedProxies.of("0.0.0.0/0").trusts(new InetSocketAddress("9.9.9.9", 9)));
    assertFalse(TrustedProxies.of("0.0.0.0/0").trusts(new InetSocketAddress("::2", 9)));
    for (String bad :
        List.of("", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129")) {
      assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(bad), bad);
    }
    assertThrows(IllegalArgumentException.class, TrustedProxies::of);
  }

  private ProxyHeader header(String wire) {
    ProxyHeader known = null;
    for (int piece : List.of(1, 7, 1_000)) {
      TcpPort port = proxied(PortOptions.defaults().credit(9));
      byte[] bytes = wire.getBytes(ISO_8859_1);
      for (int at = 0; at < bytes.length; at += piece) {
        engine.endpoint().arrive(bytes, at, Math.min(bytes.length, at + piece));
      }
      assertNull(port.poll());
      known = nonNull(port.proxyHeader());
      port.abort();
      engine.run();
    }
    return nonNull(known);
  }

  private void arrive(String wire, Random random, int most) {
    byte[] bytes = wire.getBytes(ISO_8859_1);
    for (int at = 0; at < bytes.length && engine.endpoint().receiving; ) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(most));
      engine.endpoint().arrive(bytes, at, to);
      at = to;
    }
  }

  private TcpPort proxied(PortOptions options) {
    TcpPort port = engine.proxied(options);
    assertInstanceOf(Connected.class, port.poll());
    return port;
  }

  private static String binary(String rest) {
    byte[] bytes = HexFormat.of().parseHex(SIGNATURE + rest.replace(" ", ""));
    return new String(bytes, ISO_8859_1);
  }

  private static <T> T nonNull(@org.jspecify.annotations.Nullable T value) {
    assertNotNull(value);
    return value;
  }
}
