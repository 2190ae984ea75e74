package dev.ioserver.examples.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BigEndianTest {

  static Stream<ByteBuffer> buffers() {
    return Stream.of(
        ByteBuffer.allocate(16),
        ByteBuffer.allocateDirect(16),
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN),
        ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN));
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void bytesAreBigEndianWhateverTheBuffersOrder(ByteBuffer buffer) {
    BigEndian.putInt(buffer, 1, 0x0102_0304);
    BigEndian.putLong(buffer, 5, 0x8102_0304_0506_0708L);
    byte[] bytes = new byte[12];
    buffer.get(1, bytes);
    assertArrayEquals(new byte[] {1, 2, 3, 4, (byte) 0x81, 2, 3, 4, 5, 6, 7, 8}, bytes);
    assertEquals(0x0102_0304, BigEndian.getInt(buffer, 1));
    assertEquals(0x8102_0304_0506_0708L, BigEndian.getLong(buffer, 5));
    assertEquals(0, buffer.position());
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void twoBytesAreSigned(ByteBuffer buffer) {
    BigEndian.putShort(buffer, 3, (short) 0xF1F2);
    assertEquals((byte) 0xF1, buffer.get(3));
    assertEquals((byte) 0xF2, buffer.get(4));
    assertEquals((short) 0xF1F2, BigEndian.getShort(buffer, 3));
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void sixBytesAreUnsigned(ByteBuffer buffer) {
    BigEndian.putLong48(buffer, 3, 0xFFFF_F1F2_F3F4_F5F6L);
    assertEquals(0xF1F2_F3F4_F5F6L, BigEndian.getLong48(buffer, 3));
    assertEquals(0, buffer.get(2));
    assertEquals(0, buffer.get(9));
  }

  @Test
  void readOutsideTheBufferIsRefused() {
    ByteBuffer buffer = ByteBuffer.allocate(8);
    assertThrows(IndexOutOfBoundsException.class, () -> BigEndian.getLong(buffer, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> BigEndian.putInt(buffer, 5, 0));
  }
}
