package dev.ioserver.engine.port;

import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.ProxyHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers of the PROXY protocol. No state.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
final class ProxyHeaders {

  private static final byte[] NONE = {};

  /** Words of a line with addresses: PROXY, the family, two addresses, two ports. */
  private static final int WORDS = 6;

  private static final int MAX_PORT = 0xFFFF;

  // The JDK reads more than the protocol has: 1.2 and 16909060, and an address in brackets.

  private static final String BYTE = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final Pattern DOTTED = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  /** With dots where a proxy has put an address of IPv4 into one of IPv6. */
  private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** Version 2 in the upper half of a byte, the command in the lower. */
  private static final int LOCAL = 0x20;

  private static final int PROXY = 0x21;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int UNIX_STREAM = 0x31;
  private static final int UNIX_BYTES = 2 * 108;

  private ProxyHeaders() {}

  static ProxyHeader read(byte[] header) throws MalformedFrameException {
    return header[0] == ProxyFraming.TEXT[0] ? text(header) : binary(header);
  }

  private static ProxyHeader text(byte[] header) throws MalformedFrameException {
    String line = new String(header, 0, header.length - 2, StandardCharsets.ISO_8859_1);
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return new ProxyHeader(1, false, null, null, NONE);
    }
    int bytes =
        switch (words[1]) {
          case "TCP4" -> 4;
          case "TCP6" -> 16;
          default ->
              throw wrong("its family is '" + words[1] + "'; TCP4, TCP6 or UNKNOWN is", line);
        };
    if (words.length != WORDS) {
      throw wrong("it has " + words.length + " words; 6 are", line);
    }
    return new ProxyHeader(
        1,
        false,
        new InetSocketAddress(address(words[2], bytes, line), port(words[4], line)),
        new InetSocketAddress(address(words[3], bytes, line), port(words[5], line)),
        NONE);
  }

  private static InetAddress address(String word, int bytes, String line)
      throws MalformedFrameException {
    Pattern form = bytes == 4 ? DOTTED : COLONS;
    if (form.matcher(word).matches()) {
      try {
        return InetAddress.ofLiteral(word);
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    throw wrong("'" + word + "' is no address of its family; one is", line);
  }

  private static int port(String word, String line) throws MalformedFrameException {
    boolean digits =
        !word.isEmpty() && word.length() <= 5 && word.chars().allMatch(Character::isDigit);
    int port = digits && word.chars().allMatch(c -> c < 0x80) ? Integer.parseInt(word) : -1;
    if (port < 0 || port > MAX_PORT || (word.length() > 1 && word.charAt(0) == '0')) {
      throw wrong("'" + word + "' is no port; 0 to 65535 is", line);
    }
    return port;
  }

  private static MalformedFrameException wrong(String what, String line) {
    return new MalformedFrameException(
        "the PROXY header is wrong: " + what + " expected: " + line, null);
  }

  private static ProxyHeader binary(byte[] header) throws MalformedFrameException {
    int command = header[ProxyFraming.SIGNATURE.length] & 0xFF;
    int family = header[ProxyFraming.SIGNATURE.length + 1] & 0xFF;
    if (command != LOCAL && command != PROXY) {
      throw binaryWrong("its version and command are 0x" + Integer.toHexString(command));
    }
    int bytes =
        switch (family) {
          case TCP4 -> 2 * 4 + 4;
          case TCP6 -> 2 * 16 + 4;
          case UNIX_STREAM -> UNIX_BYTES;
          default -> 0;
        };
    int at = ProxyFraming.FIXED;
    if (command == LOCAL) {
      // What follows is to be skipped, whatever it is.
      return new ProxyHeader(2, true, null, null, NONE);
    }
    if (header.length - at < bytes) {
      throw binaryWrong("it is too short for its addresses: " + (header.length - at) + " bytes");
    }
    boolean known = family == TCP4 || family == TCP6;
    int size = family == TCP4 ? 4 : 16;
    // Behind addresses that are not known nobody can say where the extensions begin.
    byte[] extensions = bytes == 0 ? NONE : extensions(header, at + bytes);
    return new ProxyHeader(
        2,
        false,
        known ? address(header, at, size, at + 2 * size) : null,
        known ? address(header, at + size, size, at + 2 * size + 2) : null,
        extensions);
  }

  private static @Nullable InetSocketAddress address(byte[] header, int at, int size, int port)
      throws MalformedFrameException {
    try {
      InetAddress host = InetAddress.getByAddress(Arrays.copyOfRange(header, at, at + size));
      return new InetSocketAddress(host, ((header[port] & 0xFF) << 8) | (header[port + 1] & 0xFF));
    } catch (UnknownHostException e) {
      throw new MalformedFrameException("the PROXY header has no address", e);
    }
  }

  private static byte[] extensions(byte[] header, int from) throws MalformedFrameException {
    for (int at = from; at < header.length; ) {
      int left = header.length - at;
      int length = left < 3 ? 0 : ((header[at + 1] & 0xFF) << 8) | (header[at + 2] & 0xFF);
      if (left < 3 + length) {
        throw binaryWrong("an extension goes beyond its end");
      }
      at += 3 + length;
    }
    return Arrays.copyOfRange(header, from, header.length);
  }

  private static MalformedFrameException binaryWrong(String what) {
    return new MalformedFrameException("the PROXY header of version 2 is wrong: " + what, null);
  }
}
