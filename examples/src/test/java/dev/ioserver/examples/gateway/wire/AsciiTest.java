package dev.ioserver.examples.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiTest {

  private final ByteBuffer buffer = ByteBuffer.allocate(20);

  @Test
  void textIsPaddedOnEitherSide() {
    Ascii.putLeft(buffer, 2, 6, "demo");
    Ascii.putRight(buffer, 8, 6, "demo");
    assertEquals("demo    demo", text(2, 12));
  }

  @Test
  void textThatFillsTheFieldIsNotPadded() {
    Ascii.putLeft(buffer, 0, 4, "demo");
    Ascii.putRight(buffer, 4, 4, "DEMO");
    assertEquals("demoDEMO", text(0, 8));
  }

  @Test
  void textTooLongOrNotAsciiIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Ascii.putLeft(buffer, 0, 3, "demo"));
    assertThrows(IllegalArgumentException.class, () -> Ascii.putRight(buffer, 0, 3, "demo"));
    assertThrows(IllegalArgumentException.class, () -> Ascii.putLeft(buffer, 0, 4, "d\u00e9mo"));
    assertThrows(IllegalArgumentException.class, () -> Ascii.pack("a\tb", 8));
  }

  @ParameterizedTest
  @CsvSource({"0,'    0'", "7,'    7'", "12345,12345"})
  void numbersAreRightJustified(long value, String expected) {
    Ascii.putNumber(buffer, 0, 5, value);
    assertEquals(expected, text(0, 5));
  }

  @Test
  void numberThatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Ascii.putNumber(buffer, 0, 5, 123456));
    assertThrows(IllegalArgumentException.class, () -> Ascii.putNumber(buffer, 0, 5, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "'                   0', 0",
    "'1                   ', 1",
    "'         42         ', 42",
    "'00000000000000000017', 17",
    "' 9223372036854775807', 9223372036854775807"
  })
  void numbersMayBePaddedWithSpacesOrZeros(String field, long expected) {
    assertEquals(expected, parse(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "                    ",
        "                  -1",
        "                  +1",
        "                 1 2",
        "                0x10",
        " 9223372036854775808",
        "99999999999999999999",
        "                 1.0"
      })
  void whatIsNoNumberIsNotParsed(String field) {
    assertEquals(Ascii.NOT_A_NUMBER, parse(field));
  }

  @Test
  void packedTextIsTheFieldReadAsANumber() {
    Ascii.putLeft(buffer, 3, 8, "ACME");
    assertEquals(BigEndian.getLong(buffer, 3), Ascii.pack("ACME", 8));
    assertEquals("ACME", Ascii.unpack(Ascii.pack("ACME", 8), 8));
    assertEquals(0x4142_2020L, Ascii.pack("AB", 4));
  }

  @Test
  void printableIsSpaceToTilde() {
    assertTrue(Ascii.isPrintable(Ascii.pack(" a~", 3), 3));
    assertFalse(Ascii.isPrintable(0x7FL, 1));
    assertFalse(Ascii.isPrintable(0x1FL, 1));
    assertFalse(Ascii.isPrintable(0x80L, 1));
    assertFalse(Ascii.isPrintable(0L, 8));
  }

  private long parse(String field) {
    assertEquals(20, field.length());
    buffer.put(0, field.getBytes(StandardCharsets.US_ASCII));
    return Ascii.parseNumber(buffer, 0, 20);
  }

  private String text(int index, int length) {
    return new String(buffer.array(), index, length, StandardCharsets.US_ASCII);
  }
}
