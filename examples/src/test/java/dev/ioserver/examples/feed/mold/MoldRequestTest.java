package dev.ioserver.examples.feed.mold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.FeedPackets;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MoldRequestTest {

  private final MoldRequest request = new MoldRequest();

  @Test
  void theRequestIsAsTheSpecificationHasIt() {
    ByteBuffer bytes = FeedPackets.request(FeedPackets.SESSION, 258, 65_535);
    assertEquals(
        "53455353494f4e312020" + "0000000000000102" + "ffff",
        HexFormat.of().formatHex(bytes.array()));
    assertNull(request.wrap(bytes, 0, 20));
    assertTrue(request.isOf(FeedPackets.SESSION));
    assertFalse(request.isOf(new SessionName("SESSION1 2")));
    assertEquals(258, request.sequence());
    assertEquals(65_535, request.count());
  }

  @Test
  void whatCannotBeAskedForIsAFault() {
    ByteBuffer bytes = ByteBuffer.allocate(21);
    bytes.put(0, FeedPackets.request(FeedPackets.SESSION, 1, 1), 0, 20);
    assertEquals(FeedFault.TOO_SHORT, request.wrap(bytes, 0, 0));
    assertEquals(FeedFault.TOO_SHORT, request.wrap(bytes, 0, 19));
    assertEquals(FeedFault.TRAILING_BYTES, request.wrap(bytes, 0, 21));
    bytes.putShort(Mold.COUNT_OFFSET, (short) 0);
    assertEquals(FeedFault.NOTHING_WANTED, request.wrap(bytes, 0, 20));
    bytes.putLong(Mold.SEQUENCE_OFFSET, 0);
    assertEquals(FeedFault.BAD_SEQUENCE, request.wrap(bytes, 0, 20));
    bytes.putLong(Mold.SEQUENCE_OFFSET, -1);
    assertEquals(FeedFault.BAD_SEQUENCE, request.wrap(bytes, 0, 20));
  }
}
