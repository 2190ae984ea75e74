package dev.ioserver.examples.gateway.ouch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"A", "12345678", "123456789", "12345678901234", "  A B"})
  void textIsReadBack(String text) {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    Token.put(buffer, 1, Token.highOf(text), Token.lowOf(text));
    String padded = (text + " ".repeat(14)).substring(0, 14);
    assertEquals(padded, new String(buffer.array(), 1, 14, StandardCharsets.US_ASCII));
    assertEquals(0, buffer.get(0));
    assertEquals(0, buffer.get(15));
    assertEquals(Token.highOf(text), Token.high(buffer, 1));
    assertEquals(Token.lowOf(text), Token.low(buffer, 1));
    assertEquals(text, Token.toString(Token.high(buffer, 1), Token.low(buffer, 1)));
  }

  @Test
  void textTooLongIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Token.lowOf("123456789012345"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 999_999, 1_000_000, 12_345_678_901_234L, Token.MAX_NUMBER})
  void numberIsReadBack(long number) {
    long high = Token.numberedHigh(number);
    long low = Token.numberedLow(number);
    assertEquals(String.format("%014d", number), Token.toString(high, low));
    assertEquals(number, Token.number(high, low));
  }

  @Test
  void whatIsNoNumberIsNotRead() {
    assertEquals(-1, Token.number(Token.highOf("A1"), Token.lowOf("A1")));
    assertEquals(-1, Token.number(Token.highOf("12345678"), Token.lowOf("12345678")));
    assertThrows(IllegalArgumentException.class, () -> Token.numberedHigh(-1));
    assertThrows(IllegalArgumentException.class, () -> Token.numberedLow(Token.MAX_NUMBER + 1));
  }

  @Test
  void tokenMustBePrintableAndNotBlank() {
    assertTrue(isValid("A"));
    assertTrue(isValid("        9"));
    assertFalse(isValid(""));
    assertFalse(Token.isValid(0, 0));
    assertFalse(Token.isValid(Token.highOf("A"), 0));
  }

  private static boolean isValid(String token) {
    return Token.isValid(Token.highOf(token), Token.lowOf(token));
  }
}
