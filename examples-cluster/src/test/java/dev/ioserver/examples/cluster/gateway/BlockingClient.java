package dev.ioserver.examples.cluster.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client over a blocking socket that makes its bytes by hand. Messages are text in ISO 8859-1.
 */
public final class BlockingClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;

  public BlockingClient(InetSocketAddress gateway) throws IOException {
    this(gateway, 0);
  }

  /** With a window of so many bytes, for a client that does not read; 0 for the system's. */
  BlockingClient(InetSocketAddress gateway, int receiveBytes) throws IOException {
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(gateway);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Logs in, and returns the number of the first message that follows. */
  public long login(String user, long sequence) throws IOException {
    sendLogin(user, sequence);
    return loggedIn();
  }

  void sendLogin(String user, long sequence) throws IOException {
    send(String.format("L%-6s%-10s%-10s%20d", user, "demo", "", sequence));
  }

  /** Waits for the answer to the login. */
  long loggedIn() throws IOException {
    String answer = packet();
    assertEquals("A" + String.format("%10s", "DAY"), answer.substring(0, 11));
    return Long.parseLong(answer.substring(11).strip());
  }

  void send(String packet) throws IOException {
    byte[] bytes = packet.getBytes(StandardCharsets.ISO_8859_1);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.flush();
  }

  public void enter(String token, char side, int shares, int price) throws IOException {
    byte[] order = enterOrder(token, side, shares, price);
    send("U" + new String(order, StandardCharsets.ISO_8859_1));
  }

  /** An order in AAPL as OUCH has it. */
  static byte[] enterOrder(String token, char side, int shares, int price) {
    ByteBuffer order = ByteBuffer.allocate(49);
    order.put((byte) 'O').put(text(String.format("%-14s", token))).put((byte) side);
    order.putInt(shares).put(text("AAPL    ")).putInt(price).putInt(99_998).put(text("    "));
    order.put(text("YAN")).putInt(0).put(text("NR"));
    return order.array();
  }

  public void cancel(String token) throws IOException {
    send("UX" + String.format("%-14s", token) + "\0\0\0\0");
  }

  /** The next message of the session; heartbeats are no messages, and are answered. */
  public String message() throws IOException {
    while (true) {
      String packet = packet();
      if (packet.charAt(0) == 'S') {
        return packet.substring(1);
      }
      assertEquals("H", packet);
      send("R");
    }
  }

  /** The type and the token of a message, as in {@code A token}. */
  public static String head(String message) {
    return message.charAt(0) + " " + message.substring(9, 23).strip();
  }

  /** How many bytes there are to be read. */
  int available() throws IOException {
    return in.available();
  }

  String packet() throws IOException {
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
