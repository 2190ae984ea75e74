package dev.ioserver.examples.dashboard;

import dev.ioserver.engine.api.Data;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/1.1, line by line as it comes: its method, its path, and its host. */
final class Request {

  private static final int MOST_LINES = 100;

  private int lines;
  private @Nullable String method;
  private String path = "";
  private @Nullable String host;
  private boolean whole;
  private boolean bad;

  /** Takes the next line. */
  void add(Data line) {
    ByteBuffer bytes = line.bytes();
    String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    lines++;
    if (method == null) {
      begin(text);
    } else if (text.isEmpty()) {
      whole = true;
    } else if (text.toLowerCase(Locale.ROOT).startsWith("host:")) {
      bad |= host != null;
      host = text.substring("host:".length()).strip();
    }
    bad |= lines > MOST_LINES;
  }

  private void begin(String text) {
    String[] parts = text.split(" ", -1);
    method = parts[0];
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || !parts[1].startsWith("/")) {
      bad = true;
      return;
    }
    int query = parts[1].indexOf('?');
    path = query < 0 ? parts[1] : parts[1].substring(0, query);
  }

  /** Nothing more of it is needed. */
  boolean isOver() {
    return whole || bad;
  }

  boolean isBad() {
    return bad;
  }

  boolean isGet() {
    return "GET".equals(method);
  }

  String path() {
    return path;
  }

  /** The host that the browser was led to, without its port; empty if it does not say. */
  String host() {
    String named = host == null ? "" : host;
    int colon = named.lastIndexOf(':');
    return colon > named.lastIndexOf(']') ? named.substring(0, colon) : named;
  }
}
