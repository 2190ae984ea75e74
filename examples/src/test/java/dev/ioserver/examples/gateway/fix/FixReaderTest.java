package dev.ioserver.examples.gateway.fix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixReaderTest {

  @ParameterizedTest
  @CsvSource({
    "1,                   10000",
    "1.25,                12500",
    ".5,                  5000",
    "2.,                  20000",
    "1.25000,             12500",
    "1.00001,             -1",
    "1.2.3,               -1",
    ".,                   -1",
    "-1,                  -1",
    "99999999999999,      999999999999990000",
    "99999999999999.9999, 999999999999999999",
    "100000000000000,     -1",
  })
  void decimalsDoNotMakeANumberTooLong(String price, long tenThousandths) {
    byte[] body = ("35=D\00144=" + price + "\1").getBytes(US_ASCII);
    FixReader reader = new FixReader();
    assertEquals(FixFault.NONE, reader.read(ByteBuffer.wrap(body), 0, body.length));
    assertEquals(tenThousandths, reader.decimal(FixTag.PRICE, 4));
  }

  @Test
  void aTypeBehindAZeroIsNone() {
    byte[] body = "35=\0D\001".getBytes(US_ASCII);
    FixReader reader = new FixReader();
    assertEquals(FixFault.INVALID_TYPE, reader.read(ByteBuffer.wrap(body), 0, body.length));
    assertEquals(FixType.NONE, reader.type());
  }
}
