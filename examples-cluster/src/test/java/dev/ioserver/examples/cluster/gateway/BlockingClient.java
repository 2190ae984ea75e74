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
final class BlockingClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;

  BlockingClient(InetSocketAddress gateway) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(gateway);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Logs in, and returns the number of the first message that follows. */
  long login(String user, long sequence) throws IOException {
    send(String.format("L%-6s%-10s%-10s%20d", user, "demo", "", sequence));
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

  void enter(String token, char side, int shares, int price) throws IOException {
    ByteBuffer order = ByteBuffer.allocate(49);
    order.put((byte) 'O').put(text(String.format("%-14s", token))).put((byte) side);
    order.putInt(shares).put(text("AAPL    ")).putInt(price).putInt(99_998).put(text("    "));
    order.put(text("YAN")).putInt(0).put(text("NR"));
    send("U" + new String(order.array(), StandardCharsets.ISO_8859_1));
  }

  void cancel(String token) throws IOException {
    send("UX" + String.format("%-14s", token) + "\0\0\0\0");
  }

  /** The next message of the session; heartbeats are no messages. */
  String message() throws IOException {
    while (true) {
      String packet = packet();
      if (packet.charAt(0) == 'S') {
        return packet.substring(1);
      }
      assertEquals("H", packet);
    }
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
