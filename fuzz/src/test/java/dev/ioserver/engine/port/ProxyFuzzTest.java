package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.port.FuzzPort.Outcome;
import dev.ioserver.engine.port.FuzzPort.Reading;
import dev.ioserver.fuzz.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the PROXY protocol: in any pieces they say the same; a line is believed if it follows
 * the grammar of the protocol, and only then; what was understood, written anew, is understood as
 * the same; the bytes behind it are the port's.
 *
 * <p>An input is the sizes of two pieces that alternate, and what the proxy sends.
 */
class ProxyFuzzTest extends FuzzTest {

  private static final int SETUP = 2;
  private static final int LONGEST_LINE = 107;
  private static final String BEGIN = "PROXY ";
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("0D0A0D0A000D0A515549540A");

  private static final String BYTE = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final String V4 = BYTE + "(?:\\." + BYTE + "){3}";
  private static final String V6 = "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";
  private static final String PORTS = "(0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})";

  private static final Pattern LINE =
      Pattern.compile(
          "PROXY (?:TCP4 (" + V4 + ") (" + V4 + ")|TCP6 (" + V6 + ") (" + V6 + ")) " + PORTS);

  private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: .*)?", Pattern.DOTALL);

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    new ProxyFuzzTest().check(input);
  }

  @Override
  protected List<byte[]> seeds() {
    String six = "20010DB8000000000000000000000001";
    String mapped = "00000000000000000000FFFFC0000207";
    return List.of(
        line("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n\3abc"),
        line("PROXY TCP6 2001:db8::1 ::ffff:192.0.2.7 1 65535\r\n"),
        line("PROXY UNKNOWN ff::1 whatever 1 2\r\nabc"),
        line("PROXY UNKNOWN\r\n"),
        binary("2111 0013 C0000207 C6336401 DC04 01BB 02 0004 6E616D65 03616263"),
        binary("2121 0024" + six + mapped + "0005 0006"),
        binary("2131 00D8" + "00".repeat(216) + "AA"),
        binary("2100 0000"),
        binary("2011 0003 AABBCC 01"));
  }

  private static byte[] line(String text) {
    return ("\4\17" + text).getBytes(ISO_8859_1);
  }

  private static byte[] binary(String rest) {
    return HexFormat.of()
        .parseHex("0309" + HexFormat.of().formatHex(SIGNATURE) + rest.replace(" ", ""));
  }

  @Override
  protected void check(byte[] input) {
    if (input.length <= SETUP) {
      return;
    }
    byte[] wire = Arrays.copyOfRange(input, SETUP, input.length);
    Outcome whole = received(wire, Reading.UNLIMITED, wire.length);
    same(whole, received(wire, Reading.UNLIMITED, 1));
    int[] pieces = {1 + (input[0] & 0xFF), 1 + (input[1] & 0xFF)};
    same(whole, received(wire, Reading.PASSIVE, pieces));
    int end = end(wire);
    if (end < 0) {
      assertNull(whole.header);
      assertNull(whole.failure, "it may still become a header");
      return;
    }
    ProxyHeader expected = end == 0 ? null : understood(Arrays.copyOf(wire, end));
    if (expected == null) {
      assertNull(whole.header, () -> "believed: " + whole.header);
      assertNotNull(whole.failure);
      return;
    }
    assertEquals(text(expected), text(whole.header));
    assertArrayEquals(Arrays.copyOfRange(wire, end, wire.length), whole.joined());
    Outcome again = received(written(expected), Reading.UNLIMITED, 1);
    assertEquals(text(expected), text(again.header));
  }

  private static Outcome received(byte[] wire, Reading reading, int... pieces) {
    return FuzzPort.proxied(Framing.raw(), wire, reading, pieces);
  }

  private static void same(Outcome one, Outcome other) {
    assertEquals(text(one.header), text(other.header));
    assertEquals(one.failure, other.failure);
    assertArrayEquals(one.joined(), other.joined());
  }

  private static String text(@Nullable ProxyHeader header) {
    if (header == null) {
      return "none";
    }
    StringBuilder text = new StringBuilder(header.toString());
    for (int type = 0; type < 256; type++) {
      byte[] value = header.extension(type);
      text.append(value == null ? "" : " " + type + "=" + HexFormat.of().formatHex(value));
    }
    return text.toString();
  }

  /** Where a header ends; -1 if it has not come whole, and 0 if it can be none. */
  private static int end(byte[] wire) {
    byte[] begin = wire[0] == 'P' ? BEGIN.getBytes(ISO_8859_1) : SIGNATURE;
    int common = Math.min(begin.length, wire.length);
    if (!Arrays.equals(begin, 0, common, wire, 0, common)) {
      return 0;
    }
    if (wire[0] == 'P') {
      int end = new String(wire, ISO_8859_1).indexOf("\r\n") + 2;
      boolean ends = end >= 2 && end <= LONGEST_LINE;
      return ends ? end : wire.length < LONGEST_LINE ? -1 : 0;
    }
    if (wire.length < 16) {
      return -1;
    }
    int end = 16 + number(wire, 14);
    return end <= wire.length ? end : -1;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  /** What a whole header says, or null if it is wrong. */
  private static @Nullable ProxyHeader understood(byte[] header) {
    if (header[0] == 'P') {
      return line(header);
    }
    int family = header[13] & 0xFF;
    boolean local = header[12] == 0x20;
    if (local) {
      return new ProxyHeader(2, true, null, null, new byte[0]);
    }
    int size = family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
    int addresses = family == 0x31 ? 216 : size == 0 ? 0 : 2 * size + 4;
    int rest = 16 + addresses;
    if (header[12] != 0x21 || header.length < rest) {
      return null;
    }
    // Of a family that nobody knows, the rest means nothing.
    for (int at = rest; at < header.length && addresses > 0; at += 3 + number(header, at + 1)) {
      if (at + 3 > header.length || at + 3 + number(header, at + 1) > header.length) {
        return null;
      }
    }
    byte[] extensions =
        addresses == 0 ? new byte[0] : Arrays.copyOfRange(header, rest, header.length);
    int ports = 16 + 2 * size;
    return new ProxyHeader(
        2,
        false,
        size == 0 ? null : address(header, 16, size, number(header, ports)),
        size == 0 ? null : address(header, 16 + size, size, number(header, ports + 2)),
        extensions);
  }

  private static InetSocketAddress address(byte[] header, int at, int size, int port) {
    try {
      byte[] bytes = Arrays.copyOfRange(header, at, at + size);
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable ProxyHeader line(byte[] header) {
    String line = new String(header, 0, header.length - 2, ISO_8859_1);
    if (UNKNOWN.matcher(line).matches()) {
      return new ProxyHeader(1, false, null, null, new byte[0]);
    }
    Matcher words = LINE.matcher(line);
    if (!words.matches()) {
      return null;
    }
    int first = words.group(1) == null ? 3 : 1;
    int from = Integer.parseInt(words.group(5));
    int to = Integer.parseInt(words.group(6));
    try {
      return new ProxyHeader(
          1,
          false,
          new InetSocketAddress(InetAddress.ofLiteral(words.group(first)), from),
          new InetSocketAddress(InetAddress.ofLiteral(words.group(first + 1)), to),
          new byte[0]);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A header that says the same. */
  private static byte[] written(ProxyHeader header) {
    InetSocketAddress from = header.source();
    InetSocketAddress to = header.destination();
    if (header.version() == 1) {
      return writtenLine(from, to).getBytes(ISO_8859_1);
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] extensions = extensions(header);
    int family = 0;
    if (from != null && to != null) {
      boolean four = size(from) == 4 && size(to) == 4;
      family = four ? 0x11 : 0x21;
      rest.writeBytes(bytes(from, four));
      rest.writeBytes(bytes(to, four));
      for (int port : List.of(from.getPort(), to.getPort())) {
        rest.write(port >> 8);
        rest.write(port);
      }
    } else if (extensions.length > 0) {
      family = 0x31;
      rest.writeBytes(new byte[216]);
    }
    rest.writeBytes(extensions);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(SIGNATURE);
    all.write(header.isLocal() ? 0x20 : 0x21);
    all.write(family);
    all.write(rest.size() >> 8);
    all.write(rest.size());
    all.writeBytes(rest.toByteArray());
    return all.toByteArray();
  }

  /** The first of each type: others cannot be asked for. */
  private static byte[] extensions(ProxyHeader header) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int type = 0; type < 256; type++) {
      byte[] value = header.extension(type);
      if (value != null) {
        all.write(type);
        all.write(value.length >> 8);
        all.write(value.length);
        all.writeBytes(value);
      }
    }
    return all.toByteArray();
  }

  private static String writtenLine(
      @Nullable InetSocketAddress from, @Nullable InetSocketAddress to) {
    if (from == null || to == null) {
      return "PROXY UNKNOWN\r\n";
    }
    boolean four = size(from) == 4 && size(to) == 4;
    return (four ? "PROXY TCP4 " : "PROXY TCP6 ")
        + word(from, four)
        + " "
        + word(to, four)
        + " "
        + from.getPort()
        + " "
        + to.getPort()
        + "\r\n";
  }

  private static String word(InetSocketAddress address, boolean four) {
    String word = Objects.requireNonNull(address.getAddress()).getHostAddress();
    return four || size(address) == 16 ? word : "::ffff:" + word;
  }

  private static int size(InetSocketAddress address) {
    return address.getAddress().getAddress().length;
  }

  /** An address of IPv4 as IPv6 writes it, if the other one is of IPv6. */
  private static byte[] bytes(InetSocketAddress address, boolean four) {
    byte[] bytes = address.getAddress().getAddress();
    if (four || bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }
}
