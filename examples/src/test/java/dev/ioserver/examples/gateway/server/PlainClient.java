package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * A client over a blocking socket that makes its bytes by hand, so that nothing of the gateway's
 * own code vouches for itself. Packets are text in ISO 8859-1, one character per byte.
 */
final class PlainClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  /** Null over a Unix socket, which is a channel. */
  private final Socket socket;

  private final Closeable connection;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** A receive buffer that is soon full, in bytes. */
  static final int SMALL = 65_536;

  /**
   * How often a test that fills a client's receive buffer is to be tried. TCP itself may come to a
   * standstill then: a full socket drops what comes, and with it the acknowledgements of what its
   * own client sent; both sides wait longer and longer before they send again, and the gateway
   * rightly takes the client for gone. Seen once in thirty times on Linux 6.18.
   */
  static final int STANDSTILLS = 6;

  PlainClient(InetSocketAddress address) throws IOException {
    this(address, 0);
  }

  /** A client whose system takes in only so many bytes before it is read; 0 for the usual. */
  PlainClient(InetSocketAddress address, int receiveBufferBytes) throws IOException {
    this(new Socket(), address, receiveBufferBytes);
  }

  /** A client over a socket of whatever kind, which is connected here. */
  PlainClient(Socket socket, InetSocketAddress address, int receiveBufferBytes) throws IOException {
    this.socket = socket;
    connection = socket;
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(address);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** A client over a connected channel. */
  PlainClient(SocketChannel channel) {
    socket = null;
    connection = channel;
    in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    out = new DataOutputStream(Channels.newOutputStream(channel));
  }

  /** A client that has logged in for new messages, and has read the start of the day if new. */
  static PlainClient loggedIn(GatewayServer gateway, String user) throws IOException {
    return loggedIn(new PlainClient(gateway.address()), user);
  }

  /** The same, for a client that is connected. */
  static PlainClient loggedIn(PlainClient client, String user) throws IOException {
    assertEquals('A', client.login(user, "demo", "", 1).charAt(0));
    assertEquals('S', client.message().type());
    return client;
  }

  Socket socket() {
    return socket;
  }

  void bytes(int... bytes) throws IOException {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    out.write(raw);
  }

  /** Sends a packet: the length, then type and payload. */
  void packet(String body) throws IOException {
    out.write(framed(body));
  }

  static byte[] framed(String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeShort(body.length());
    data.write(body.getBytes(StandardCharsets.ISO_8859_1));
    return bytes.toByteArray();
  }

  void bytes(byte[] raw) throws IOException {
    out.write(raw);
  }

  /** Sends a login request and returns the answer; null if the gateway closed instead. */
  String login(String user, String password, String session, long sequence) throws IOException {
    packet(String.format(Locale.ROOT, "L%-6s%-10s%10s%20d", user, password, session, sequence));
    return receive();
  }

  void enter(String token, char side, int shares, String stock, int price) throws IOException {
    packet(enterOrder(token, side, shares, stock, price));
  }

  static String enterOrder(String token, char side, int shares, String stock, int price) {
    return "UO"
        + String.format(Locale.ROOT, "%-14s%c", token, side)
        + number(shares)
        + String.format(Locale.ROOT, "%-8s", stock)
        + number(price)
        + number(99_998)
        + "FIRMYPN"
        + number(0)
        + "NN";
  }

  void cancel(String token, int remaining) throws IOException {
    packet("UX" + String.format(Locale.ROOT, "%-14s", token) + number(remaining));
  }

  void replace(String token, String newToken, int shares, int price) throws IOException {
    packet(
        "UU"
            + String.format(Locale.ROOT, "%-14s%-14s", token, newToken)
            + number(shares)
            + number(price)
            + number(99_998)
            + "YN"
            + number(0));
  }

  private static String number(int value) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      text.append((char) (value >>> shift & 0xFF));
    }
    return text.toString();
  }

  /** The next packet, heartbeats left out; null when the gateway has closed the connection. */
  String receive() throws IOException {
    String packet = receiveAny();
    while ("H".equals(packet)) {
      packet = receiveAny();
    }
    return packet;
  }

  /** The next packet; null when the gateway has closed the connection. */
  String receiveAny() throws IOException {
    try {
      byte[] body = new byte[in.readUnsignedShort()];
      in.readFully(body);
      return new String(body, StandardCharsets.ISO_8859_1);
    } catch (EOFException e) {
      return null;
    } catch (SocketException e) {
      return null; // a reset: the gateway closed while something of ours was on its way
    }
  }

  /** The next sequenced message. */
  Message message() throws IOException {
    String packet = receive();
    assertNotNull(packet, "the gateway has closed the connection");
    assertEquals('S', packet.charAt(0), packet);
    return new Message(packet.substring(1));
  }

  /** Logs out, as far as the gateway still listens, and closes the connection. */
  @Override
  public void close() throws IOException {
    try (connection) {
      packet("O");
    } catch (SocketException | SSLException e) {
      // Cut by the gateway, or closed before: there is nobody to tell.
    }
  }

  /** A message of the gateway; offsets as in the specification of OUCH. */
  record Message(String text) {
    char type() {
      return text.charAt(0);
    }

    String text(int offset, int length) {
      return text.substring(offset, offset + length).strip();
    }

    int number(int offset) {
      int value = 0;
      for (int i = offset; i < offset + 4; i++) {
        value = value << 8 | text.charAt(i);
      }
      return value;
    }

    String token() {
      return text(9, 14);
    }
  }
}
