package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A client over a blocking socket that makes its bytes by hand: it can send what a well-behaved one
 * never would.
 */
final class FixPlain implements AutoCloseable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss.SSS", Locale.ROOT);
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private final String compId;
  private long next = 1;

  /** What is to be sent later; null to send at once. */
  private StringBuilder held;

  FixPlain(InetSocketAddress address, String compId) throws IOException {
    this.compId = compId;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(address);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** A client that has logged on, and has read the answer. */
  static FixPlain loggedOn(GatewayServer gateway, String compId) throws IOException {
    FixPlain client = new FixPlain(gateway.fixAddress(), compId);
    client.logon();
    assertEquals("A", client.receive().get(35));
    return client;
  }

  /** Sends a Logon; other fields replace or follow the usual ones, and an empty one leaves out. */
  void logon(String... fields) throws IOException {
    Map<String, String> all = fields("A");
    all.put("98", "0");
    all.put("108", "30");
    all.put("554", "demo");
    send(all, fields);
  }

  /** Sends a message with the header that it should have, but for the fields that are named. */
  void message(String type, String... fields) throws IOException {
    send(fields(type), fields);
  }

  void order(String clOrdId, String... fields) throws IOException {
    Map<String, String> all = fields("D");
    all.put("11", clOrdId);
    all.put("55", "AAPL");
    all.put("54", "1");
    all.put("60", now());
    all.put("38", "100");
    all.put("40", "2");
    all.put("44", "1.5");
    send(all, fields);
  }

  /** The number of the next message, unless it is named. */
  void next(long value) {
    next = value;
  }

  private Map<String, String> fields(String type) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("35", type);
    all.put("49", compId);
    all.put("56", FixDoor.COMP_ID);
    all.put("34", String.valueOf(next++));
    all.put("52", now());
    return all;
  }

  private void send(Map<String, String> all, String... fields) throws IOException {
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    StringBuilder body = new StringBuilder();
    all.forEach(
        (tag, value) -> {
          if (!value.isEmpty()) {
            body.append(tag).append('=').append(value).append('\1');
          }
        });
    raw(framed(body.toString()));
  }

  static String now() {
    return time(0);
  }

  static String time(int secondsAhead) {
    return LocalDateTime.now(ZoneOffset.UTC).plusSeconds(secondsAhead).format(TIME);
  }

  /** Puts begin, length and checksum around a body. */
  static String framed(String body) {
    String text = "8=FIX.4.4\0019=" + body.length() + '\1' + body;
    int sum = text.chars().sum() % 256;
    return text + String.format(Locale.ROOT, "10=%03d\1", sum);
  }

  void raw(String bytes) throws IOException {
    if (held == null) {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      held.append(bytes);
    }
  }

  /** Sends nothing until {@link #release}. */
  void hold() {
    held = new StringBuilder();
  }

  /** Sends in one piece what was held. */
  void release() throws IOException {
    String all = held.toString();
    held = null;
    raw(all);
  }

  Socket socket() {
    return socket;
  }

  /**
   * The next message but for heartbeats, by its tags; null when the gateway has closed the
   * connection. Length and checksum are checked.
   */
  Map<Integer, String> receive() throws IOException {
    Map<Integer, String> message = receiveAny();
    while (message != null && "0".equals(message.get(35)) && message.get(112) == null) {
      message = receiveAny();
    }
    return message;
  }

  /** The next message, which must be of a type. */
  Map<Integer, String> receive(String type) throws IOException {
    Map<Integer, String> message = receive();
    assertNotNull(message, "the gateway has closed the connection");
    assertEquals(type, message.get(35), message.toString());
    return message;
  }

  Map<Integer, String> receiveAny() throws IOException {
    try {
      StringBuilder text = new StringBuilder();
      Map<Integer, String> message = new LinkedHashMap<>();
      int sumEnd = 0;
      while (!message.containsKey(10)) {
        int begin = text.length();
        String field = field(text);
        if (field == null) {
          return null;
        }
        int equals = field.indexOf('=');
        int tag = Integer.parseInt(field.substring(0, equals));
        message.put(tag, field.substring(equals + 1));
        sumEnd = tag == 10 ? begin : text.length();
      }
      String summed = text.substring(0, sumEnd);
      assertEquals(summed.chars().sum() % 256, Integer.parseInt(message.get(10)), summed);
      int body = summed.indexOf("\00135=") + 1;
      assertEquals(summed.length() - body, Integer.parseInt(message.get(9)), summed);
      return message;
    } catch (SocketException e) {
      return null; // a reset: the gateway closed while something of ours was on its way
    }
  }

  private String field(StringBuilder text) throws IOException {
    StringBuilder field = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      text.append((char) c);
      if (c == 1) {
        return field.toString();
      }
      field.append((char) c);
    }
  }

  /** Logs out, as far as the gateway still listens, and closes the connection. */
  @Override
  public void close() throws IOException {
    try (socket) {
      message("5");
    } catch (SocketException e) {
      // Cut by the gateway, or closed before: there is nobody to tell.
    }
  }
}
