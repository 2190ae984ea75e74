package dev.ioserver.examples.feed.mold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.FeedPackets;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoldPacketTest {

  private final MoldPacket packet = new MoldPacket();

  @Test
  void thePacketIsAsTheSpecificationHasIt() {
    ByteBuffer bytes = FeedPackets.packet(0x0102030405060708L, "AB", "", "C");
    assertEquals(
        "53455353494f4e312020" + "0102030405060708" + "0003" + "00024142" + "0000" + "000143",
        HexFormat.of().formatHex(bytes.array()));
    assertEquals(List.of("AB", "", "C"), FeedPackets.messages(bytes));
    MoldPacket reader = FeedPackets.reader(bytes);
    assertTrue(reader.isOf(FeedPackets.SESSION));
    assertFalse(reader.isOf(new SessionName("SESSION2")));
    assertEquals("SESSION1", reader.session().toString());
    assertEquals(0x0102030405060708L, reader.sequence());
    assertEquals(3, reader.messageCount());
    assertFalse(reader.isEndOfSession());
  }

  @Test
  void aHeartbeatAndTheEndHaveNoMessages() {
    ByteBuffer heartbeat = FeedPackets.packet(7);
    assertEquals(Mold.HEADER_LENGTH, heartbeat.remaining());
    assertEquals(0, FeedPackets.reader(heartbeat).messageCount());
    ByteBuffer end = FeedPackets.endOfSession(8);
    assertEquals((short) 0xFFFF, end.getShort(Mold.COUNT_OFFSET));
    MoldPacket reader = FeedPackets.reader(end);
    assertTrue(reader.isEndOfSession());
    assertEquals(0, reader.messageCount());
    assertFalse(reader.hasNext());
  }

  @Test
  void theWriterTakesWhatFitsAndNoMore() {
    MoldWriter writer = new MoldWriter(FeedPackets.SESSION, Mold.HEADER_LENGTH + 12).begin(1);
    ByteBuffer message = ByteBuffer.wrap(FeedPackets.bytes("xxABCDxx"));
    assertTrue(writer.append(message, 2, 4));
    assertTrue(writer.append(message, 2, 4));
    assertFalse(writer.append(message, 2, 0));
    assertEquals(List.of("ABCD", "ABCD"), FeedPackets.messages(writer.packet()));
    assertEquals(List.of(), FeedPackets.messages(writer.begin(3).packet()));
    assertTrue(writer.begin(3).append(message, 2, 4), "as long as the buffer, not the last packet");
  }

  @Test
  void aPacketShorterThanItsHeaderIsAFault() {
    ByteBuffer bytes = FeedPackets.packet(1, "AB");
    for (int length = 0; length < Mold.HEADER_LENGTH; length++) {
      assertEquals(FeedFault.TOO_SHORT, packet.wrap(bytes, 0, length));
    }
  }

  @Test
  void aCountOrALengthThatOverrunsIsAFault() {
    ByteBuffer bytes = FeedPackets.packet(1, "AB", "CD");
    for (int length = Mold.HEADER_LENGTH; length < bytes.capacity(); length++) {
      assertEquals(FeedFault.COUNT_OVERRUNS, packet.wrap(bytes, 0, length), "length " + length);
    }
    bytes.putShort(Mold.COUNT_OFFSET, (short) 3);
    assertEquals(FeedFault.COUNT_OVERRUNS, packet.wrap(bytes, 0, bytes.capacity()));
    bytes.putShort(Mold.COUNT_OFFSET, (short) 0xFFFE);
    assertEquals(FeedFault.COUNT_OVERRUNS, packet.wrap(bytes, 0, bytes.capacity()));
    bytes.putShort(Mold.COUNT_OFFSET, (short) 2).putShort(Mold.HEADER_LENGTH, (short) 0xFFFF);
    assertEquals(FeedFault.COUNT_OVERRUNS, packet.wrap(bytes, 0, bytes.capacity()));
  }

  @Test
  void bytesBehindTheLastMessageAreAFault() {
    ByteBuffer bytes = FeedPackets.packet(1, "AB", "CD");
    bytes.putShort(Mold.COUNT_OFFSET, (short) 1);
    assertEquals(FeedFault.TRAILING_BYTES, packet.wrap(bytes, 0, bytes.capacity()));
    bytes.putShort(Mold.COUNT_OFFSET, (short) 0xFFFF);
    assertEquals(FeedFault.TRAILING_BYTES, packet.wrap(bytes, 0, bytes.capacity()));
  }

  @Test
  void numbersThatCannotBeAreAFault() {
    ByteBuffer bytes = FeedPackets.packet(1, "AB", "CD");
    for (long sequence : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - 1}) {
      bytes.putLong(Mold.SEQUENCE_OFFSET, sequence);
      assertEquals(FeedFault.BAD_SEQUENCE, packet.wrap(bytes, 0, bytes.capacity()));
    }
    bytes.putLong(Mold.SEQUENCE_OFFSET, Long.MAX_VALUE - 2);
    assertNull(packet.wrap(bytes, 0, bytes.capacity()));
  }

  @Test
  void whateverComesIsAFaultOrCanBeReadToItsEnd() {
    long seed = System.nanoTime();
    System.out.println("MoldPacketTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      ByteBuffer bytes = FeedPackets.packet(1 + random.nextInt(9), "ABC", "DE", "F");
      int length = random.nextInt(bytes.capacity() + 1);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes.put(random.nextInt(bytes.capacity()), (byte) random.nextInt());
      }
      if (packet.wrap(bytes, 0, length) == null) {
        for (; packet.hasNext(); packet.advance()) {
          int end = packet.messageOffset() + packet.messageLength();
          assertTrue(end <= length, "seed " + seed);
        }
      }
    }
  }
}
