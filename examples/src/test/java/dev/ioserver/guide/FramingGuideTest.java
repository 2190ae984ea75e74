package dev.ioserver.guide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.TrustedProxies;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class FramingGuideTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  // @start region="lines"
  static PortOptions lines() {
    return PortOptions.defaults().framing(Framing.lines(8_192)); // a longer line fails the port
  }

  // @end

  // @start region="upgrade"
  /** Reads the lines of a request; what follows the empty line comes in frames. */
  static void upgrade(Port port, ByteBuffer answer) throws InterruptedException {
    port.active(1); // one message at a time: nothing behind it is cut
    while (true) {
      switch (port.receive()) {
        case Data line -> {
          boolean last = line.length() == 0;
          line.release();
          if (last) {
            port.send(answer);
            port.framing(Framing.lengthPrefix(2, 10_000)).activeUnlimited();
            return;
          }
        }
        case CreditUsed _ -> port.active(1);
        case Closed _ -> {
          return;
        }
        default -> {}
      }
    }
  }

  // @end

  // @start region="own"
  /** Fragments of ONC RPC over TCP (RFC 5531, section 11). A message has its mark. */
  record Fragments(int maxLength) implements Framing {
    @Override
    public void cut(FrameCursor cursor) {
      if (cursor.length() < 4) {
        cursor.more(4, cursor.length());
        return;
      }
      int length = 0;
      for (int i = 0; i < 4; i++) {
        length = length << 8 | cursor.get(i) & 0xFF;
      }
      length &= Integer.MAX_VALUE; // without the bit that says whether it is the last
      cursor.frame(4L + length, 0, 4L + length);
    }
  }

  // @end

  // @start region="proxies"
  static ListenOptions behindProxies() {
    return ListenOptions.defaults().proxies(TrustedProxies.of("10.0.0.0/8", "fd00::/8"));
  }

  // @end

  @Test
  void aProxyIsBelievedIfItIsTrusted() {
    TrustedProxies proxies = behindProxies().proxies();
    assertNotNull(proxies);
    assertTrue(proxies.trusts(new InetSocketAddress("10.1.2.3", 1)));
    assertFalse(proxies.trusts(new InetSocketAddress("192.0.2.1", 1)));
  }

  @Test
  void linesThenFrames() throws Exception {
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(Loopback.anyPort(), ListenOptions.defaults().ports(lines()));
      try (Socket client = client(listener)) {
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nUpgrade: frames\r\n\r\n\0\3abc\0\2de".getBytes(US_ASCII));
        Port port = assertInstanceOf(Accepted.class, listener.receive(LONG)).port();
        upgrade(port, ByteBuffer.wrap("yes".getBytes(US_ASCII)));
        assertEquals("abc", text(port));
        assertEquals("de", text(port));
        port.send(ByteBuffer.wrap("fg".getBytes(US_ASCII)));
        InputStream in = client.getInputStream();
        assertArrayEquals("yes\r\n\0\2fg".getBytes(US_ASCII), in.readNBytes(9));
      }
    }
  }

  @Test
  void aFramingOfOnesOwn() throws Exception {
    try (IoServer io = IoServer.open()) {
      PortOptions options =
          PortOptions.defaults().framing(new Fragments(1_000)).credit(PortOptions.UNLIMITED);
      Listener listener = io.listen(Loopback.anyPort(), ListenOptions.defaults().ports(options));
      try (Socket client = client(listener)) {
        byte[] wire = {(byte) 0x80, 0, 0, 2, 'h', 'i', 0, 0, 0, 1, '!'};
        client.getOutputStream().write(wire);
        Port port = assertInstanceOf(Accepted.class, listener.receive(LONG)).port();
        assertEquals("hi", text(port).substring(4));
        assertEquals("!", text(port).substring(4));
      }
    }
  }

  private static Socket client(Listener listener) throws Exception {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    return new Socket(address.getAddress(), address.getPort());
  }

  private static String text(Port port) throws InterruptedException {
    while (true) {
      if (port.receive(LONG) instanceof Data data) {
        byte[] bytes = new byte[data.length()];
        data.bytes().get(bytes);
        data.release();
        return new String(bytes, US_ASCII);
      }
    }
  }
}
