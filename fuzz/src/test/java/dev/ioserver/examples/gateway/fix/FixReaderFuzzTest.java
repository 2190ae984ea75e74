package dev.ioserver.examples.gateway.fix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.fuzz.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fields of a body of FIX: the reader looks at nothing beyond the body, finds fields where they
 * are, and never throws; what it has read, written anew, reads as the same.
 *
 * <p>An input is a body.
 */
class FixReaderFuzzTest extends FuzzTest {

  private static final byte SEPARATOR = 1;
  private static final int BEFORE = 7;
  private static final int DECIMALS = 4;

  /** The tags that a reader may be asked for: it refuses others. */
  private static final int[] TAGS = tags();

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    new FixReaderFuzzTest().check(input);
  }

  private static int[] tags() {
    FixReader reader = new FixReader();
    return IntStream.range(1, 1_000).filter(tag -> isKnown(reader, tag)).toArray();
  }

  private static boolean isKnown(FixReader reader, int tag) {
    try {
      return !reader.has(tag);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  protected List<byte[]> seeds() {
    return List.of(
        body("35=A|49=C|56=G|34=1|52=20260102-03:04:05.678|98=0|108=30|141=Y|553=user|554=pass|"),
        body("35=D|49=C|56=G|34=2|52=20260229-23:59:60|11=one|55=ACME|54=1|38=100|40=2|44=1.2500|"),
        body("35=G|34=3|41=one|11=two|38=1|44=.5|59=3|60=20000101-00:00:00.123456|43=Y|"),
        body("35=5|34=4|58=a text|95=5|96=a|b=c|354=2|355=||"),
        body("35=AE|34=999999999999999999|7=1|16=0|36=5|123=N|112=x|122=19700101-00:00:00|"));
  }

  private static byte[] body(String text) {
    return text.replace('|', (char) SEPARATOR).getBytes(ISO_8859_1);
  }

  @Override
  protected void check(byte[] input) {
    FixReader reader = new FixReader();
    FixFault fault = reader.read(ByteBuffer.wrap(input), 0, input.length);
    FixReader amid = new FixReader();
    assertEquals(fault, amid.read(amid(input, SEPARATOR), BEFORE, input.length));
    List<Object> said = said(reader);
    assertEquals(said, said(amid));
    assertEquals(fault, amid.read(amid(input, (byte) '1'), BEFORE, input.length));
    assertEquals(said, said(amid));
    assertEquals(fault, reader.fault());
    assertTrue(fault != FixFault.NONE || reader.faultTag() == 0);
    for (int tag : TAGS) {
      if (reader.has(tag)) {
        standsThere(input, reader, tag);
      }
    }
    if (fault == FixFault.NONE) {
      assertEquals(said, said(writtenAnew(reader)));
    }
    values(reader);
  }

  /** The body, with bytes around it that might be taken for a part of it. */
  private static ByteBuffer amid(byte[] body, byte around) {
    byte[] all = new byte[body.length + 2 * BEFORE];
    Arrays.fill(all, around);
    System.arraycopy(body, 0, all, BEFORE, body.length);
    return ByteBuffer.wrap(all);
  }

  /** All that a reader says, but for where it stands and what is wrong. */
  private static List<Object> said(FixReader reader) {
    List<Object> said = new ArrayList<>();
    said.add(reader.type());
    for (int tag : TAGS) {
      said.add(tag + ":" + reader.has(tag) + " " + reader.text(tag));
      said.add(reader.length(tag) + " " + reader.number(tag) + " " + reader.decimal(tag, DECIMALS));
      said.add(reader.time(tag) + " " + reader.character(tag) + " " + reader.isYes(tag));
      said.add(reader.packed(tag, 0) + " " + reader.packed(tag, 8) + " " + reader.isWord(tag));
    }
    return said;
  }

  /** Behind its tag, which is behind a separator; and before a separator. */
  private static void standsThere(byte[] body, FixReader reader, int tag) {
    int at = reader.offset(tag);
    int end = at + reader.length(tag);
    assertTrue(at < end && end < body.length && body[end] == SEPARATOR, "it has no end");
    String name = tag + "=";
    int from = at - name.length();
    assertEquals(name, new String(body, from, name.length(), ISO_8859_1));
    assertTrue(from == 0 || body[from - 1] == SEPARATOR, "it has no begin");
    assertTrue(reader.is(tag, Arrays.copyOfRange(body, at, end)));
  }

  private static FixReader writtenAnew(FixReader reader) {
    FixWriter writer = new FixWriter(8_192);
    writer.type(FixTag.MSG_TYPE, reader.type());
    for (int tag : TAGS) {
      if (tag != FixTag.MSG_TYPE && reader.has(tag)) {
        writer.bytes(tag, reader.buffer(), reader.offset(tag), reader.length(tag));
      }
    }
    FixReader again = new FixReader();
    assertEquals(FixFault.NONE, again.read(writer.buffer(), 0, writer.length()), writer::toString);
    return again;
  }

  /** Numbers, prices and times, as a writer writes them, are the same for a reader. */
  private static void values(FixReader reader) {
    for (int tag : TAGS) {
      long number = reader.number(tag);
      long decimal = reader.decimal(tag, DECIMALS);
      long time = reader.time(tag);
      assertTrue(number >= FixReader.NOT_A_NUMBER && decimal >= FixReader.NOT_A_NUMBER);
      FixWriter writer = new FixWriter(200).type(FixTag.MSG_TYPE, '0');
      if (number >= 0) {
        assertEquals(
            number, again(writer.number(FixTag.ORDER_QTY, number)).number(FixTag.ORDER_QTY));
      }
      if (decimal >= 0) {
        writer.clear().type(FixTag.MSG_TYPE, '0').price(FixTag.PRICE, decimal);
        assertEquals(decimal, again(writer).decimal(FixTag.PRICE, DECIMALS));
      }
      if (time != UtcTimestamp.INVALID) {
        writer.clear().type(FixTag.MSG_TYPE, '0').time(FixTag.SENDING_TIME, time);
        assertEquals(time, again(writer).time(FixTag.SENDING_TIME));
      }
    }
  }

  private static FixReader again(FixWriter writer) {
    FixReader reader = new FixReader();
    assertEquals(FixFault.NONE, reader.read(writer.buffer(), 0, writer.length()), writer::toString);
    return reader;
  }
}
