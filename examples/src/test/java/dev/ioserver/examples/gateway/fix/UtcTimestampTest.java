package dev.ioserver.examples.gateway.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcTimestampTest {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long YEAR_1900 = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  private static final long YEAR_2200 = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  @Test
  void isWhatTheJdkSays() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ByteBuffer buffer = ByteBuffer.allocate(UtcTimestamp.LENGTH + 2);
    for (int i = 0; i < 200_000; i++) {
      long millis = random.nextLong(YEAR_1900, YEAR_2200);
      UtcTimestamp.put(buffer, 1, millis);
      byte[] text = new byte[UtcTimestamp.LENGTH];
      buffer.get(1, text);
      assertEquals(
          FORMAT.format(Instant.ofEpochMilli(millis)),
          new String(text, StandardCharsets.US_ASCII),
          "seed " + seed);
      assertEquals(millis, UtcTimestamp.parse(buffer, 1, text.length), "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20261127-12:00:00, 0",
    "20261127-12:00:00.1, 100",
    "20261127-12:00:00.123456789, 123",
    "20261127-12:00:00.12345678901a, x",
    "20261127-12:00:00., x",
    "20261127-12:00:00:123, x",
    "20261127 12:00:00, x",
    "20261127-12:00, x",
    "20261327-12:00:00, x",
    "20260229-12:00:00, x",
    "20261127-24:00:00, x",
    "2026112a-12:00:00, x"
  })
  void readsFractionsAndRefusesWhatIsNoTime(String text, String millis) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    long noon = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
    assertEquals(
        millis.equals("x") ? UtcTimestamp.INVALID : noon + Long.parseLong(millis),
        UtcTimestamp.parse(bytes, 0, text.length()));
  }
}
