package dev.ioserver.examples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run compares bytes with sees what is wrong with them. */
class StreamsTest {

  private static final int OFFSET = Pattern.LENGTH - 7;

  @Test
  void bytesInTheirPlaceAreRight() {
    Incoming in = new Incoming(OFFSET, 3L * Pattern.LENGTH);
    for (long position = 0; position < 3L * Pattern.LENGTH; position += Pattern.LENGTH) {
      assertEquals(0, in.accept(bytes(position, Pattern.LENGTH)));
    }
    assertEquals(0, in.missing());
  }

  @Test
  void aWrongByteIsSeen() {
    ByteBuffer bytes = bytes(0, 1000);
    bytes.put(500, (byte) ~bytes.get(500));
    assertEquals(500, new Incoming(OFFSET, 1000).accept(bytes));
  }

  @Test
  void bytesThatAreLostOrDoubledAreSeen() {
    Incoming lost = new Incoming(OFFSET, 2000);
    assertEquals(0, lost.accept(bytes(0, 1000)));
    assertTrue(lost.accept(bytes(1001, 999)) > 0, "one is lost");
    assertEquals(1, lost.missing());
    Incoming doubled = new Incoming(OFFSET, 2000);
    assertEquals(0, doubled.accept(bytes(0, 1000)));
    assertTrue(doubled.accept(bytes(999, 1001)) > 0, "one is doubled");
  }

  @Test
  void bytesBeyondTheEndAreSeen() {
    assertEquals(3, new Incoming(OFFSET, 1000).accept(bytes(0, 1003)));
  }

  @Test
  void bothSidesDrawTheSamePlan() {
    Set<Ending> endings = EnumSet.noneOf(Ending.class);
    for (long number = 0; number < 1000; number++) {
      Plan plan = Plan.of(42, number);
      assertEquals(plan, Plan.read(plan.header(42), 42));
      long all = (long) plan.request() + plan.reply();
      assertTrue(plan.resetAt() <= all, () -> "never reset: " + plan);
      endings.add(plan.ending());
    }
    assertEquals(EnumSet.allOf(Ending.class), endings);
  }

  @Test
  void aHeaderOfAnotherRunIsRefused() {
    assertNotNull(Plan.read(Plan.of(1, 7).header(1), 1));
    assertNull(Plan.read(Plan.of(1, 7).header(1), 2));
  }

  private static ByteBuffer bytes(long position, int length) {
    ByteBuffer shown = Pattern.show(Pattern.view(), OFFSET, position, length);
    return ByteBuffer.allocate(length).put(shown).flip();
  }
}
