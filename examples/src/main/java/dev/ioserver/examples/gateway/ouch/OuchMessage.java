package dev.ioserver.examples.gateway.ouch;

import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;

/** What the message flyweights share: where the bytes are, and access to a field at its offset. */
abstract class OuchMessage {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int offset;

  final void at(ByteBuffer newBuffer, int newOffset) {
    buffer = newBuffer;
    offset = newOffset;
  }

  /** Returns the message's type, the byte at its start. */
  public final byte type() {
    return getByte(0);
  }

  final byte getByte(int field) {
    return buffer.get(offset + field);
  }

  final void putByte(int field, byte value) {
    buffer.put(offset + field, value);
  }

  final int getInt(int field) {
    return BigEndian.getInt(buffer, offset + field);
  }

  final void putInt(int field, int value) {
    BigEndian.putInt(buffer, offset + field, value);
  }

  final long getLong(int field) {
    return BigEndian.getLong(buffer, offset + field);
  }

  final void putLong(int field, long value) {
    BigEndian.putLong(buffer, offset + field, value);
  }

  final long getTokenHigh(int field) {
    return Token.high(buffer, offset + field);
  }

  final long getTokenLow(int field) {
    return Token.low(buffer, offset + field);
  }

  final void putToken(int field, long high, long low) {
    Token.put(buffer, offset + field, high, low);
  }
}
