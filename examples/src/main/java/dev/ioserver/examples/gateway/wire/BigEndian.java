package dev.ioserver.examples.gateway.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Big-endian integers at absolute positions, whatever byte order the buffer itself is set to.
 *
 * <p>A buffer that comes from somewhere else (a pool, a memory segment) may well be in native
 * order; going through these methods makes that harmless. Positions need no alignment. Stateless
 * and safe for any thread, as far as the buffer is.
 */
public final class BigEndian {

  private static final VarHandle SHORT =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** Returns the 2 bytes at {@code index} as a signed number. */
  public static short getShort(ByteBuffer buffer, int index) {
    return (short) SHORT.get(buffer, index);
  }

  /** Writes {@code value} to the 2 bytes at {@code index}. */
  public static void putShort(ByteBuffer buffer, int index, short value) {
    SHORT.set(buffer, index, value);
  }

  /** Returns the 4 bytes at {@code index} as a signed number. */
  public static int getInt(ByteBuffer buffer, int index) {
    return (int) INT.get(buffer, index);
  }

  /** Writes {@code value} to the 4 bytes at {@code index}. */
  public static void putInt(ByteBuffer buffer, int index, int value) {
    INT.set(buffer, index, value);
  }

  /** Returns the 8 bytes at {@code index} as a signed number. */
  public static long getLong(ByteBuffer buffer, int index) {
    return (long) LONG.get(buffer, index);
  }

  /** Writes {@code value} to the 8 bytes at {@code index}. */
  public static void putLong(ByteBuffer buffer, int index, long value) {
    LONG.set(buffer, index, value);
  }

  /** Returns the 6 bytes at {@code index} as a number from 0 to 2^48 - 1. */
  public static long getLong48(ByteBuffer buffer, int index) {
    long upper = buffer.get(index) & 0xFFL;
    long middle = buffer.get(index + 1) & 0xFFL;
    long lower = getInt(buffer, index + 2) & 0xFFFF_FFFFL;
    return upper << 40 | middle << 32 | lower;
  }

  /** Writes the low 48 bits of {@code value} to the 6 bytes at {@code index}. */
  public static void putLong48(ByteBuffer buffer, int index, long value) {
    buffer.put(index, (byte) (value >>> 40));
    buffer.put(index + 1, (byte) (value >>> 32));
    putInt(buffer, index + 2, (int) value);
  }
}
