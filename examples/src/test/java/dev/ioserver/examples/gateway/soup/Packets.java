package dev.ioserver.examples.gateway.soup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** An output that keeps packets as text, and refuses them once it holds {@code room} of them. */
final class Packets implements SoupOutput {

  final Deque<String> sent = new ArrayDeque<>();
  int room = Integer.MAX_VALUE;
  boolean gone;

  static ByteBuffer of(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String text(ByteBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.get(offset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String login(String username, String password, String session, long sequence) {
    return String.format(Locale.ROOT, "L%-6s%-10s%10s%20d", username, password, session, sequence);
  }

  static String accepted(String session, long sequence) {
    return String.format(Locale.ROOT, "A%10s%20d", session, sequence);
  }

  @Override
  public boolean send(ByteBuffer buffer, int offset, int length) {
    if (gone || sent.size() >= room) {
      return false;
    }
    sent.add(text(buffer, offset, length));
    return true;
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  /** Returns what was sent since the last call, packets joined by a bar. */
  String take() {
    String all = String.join("|", sent);
    sent.clear();
    return all;
  }
}
