package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/** System event: the day starts or ends. 10 bytes. Belongs to one thread. */
public final class SystemEvent extends OuchMessage {

  public static final int LENGTH = 10;

  public static final int TIMESTAMP_OFFSET = 1;
  public static final int CODE_OFFSET = 9;

  /** Creates a flyweight that is nowhere yet. */
  public SystemEvent() {}

  /** Goes to a message that is there to be read. */
  public SystemEvent wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public SystemEvent encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.SYSTEM_EVENT);
    return this;
  }

  /** Returns nanoseconds since midnight. */
  public long timestamp() {
    return getLong(TIMESTAMP_OFFSET);
  }

  public SystemEvent timestamp(long value) {
    putLong(TIMESTAMP_OFFSET, value);
    return this;
  }

  /** Returns {@link Ouch#START_OF_DAY} or {@link Ouch#END_OF_DAY}. */
  public byte code() {
    return getByte(CODE_OFFSET);
  }

  public SystemEvent code(byte value) {
    putByte(CODE_OFFSET, value);
    return this;
  }
}
