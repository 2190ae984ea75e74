package dev.ioserver.testkit;

import dev.ioserver.engine.api.Data;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes in and out of messages. */
final class Bytes {

  private Bytes() {}

  /** A buffer of a text. */
  static ByteBuffer of(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A buffer of so many bytes, all zero. */
  static ByteBuffer zeros(int length) {
    return ByteBuffer.allocate(length);
  }

  /** So many random bytes. */
  static byte[] random(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The bytes of a message, which is released. */
  static byte[] take(Data data) {
    byte[] bytes = new byte[data.length()];
    data.bytes().get(bytes);
    data.release();
    return bytes;
  }

  /** The text of a message, which is released. */
  static String text(Data data) {
    return new String(take(data), StandardCharsets.UTF_8);
  }
}
