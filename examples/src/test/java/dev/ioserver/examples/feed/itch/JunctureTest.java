package dev.ioserver.examples.feed.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paritytrading.juncture.nasdaq.itch50.ITCH50;
import com.paritytrading.juncture.nasdaq.itch50.ITCH50Parser;
import dev.ioserver.examples.feed.JunctureLog;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Messages that we write are read by a parser that others have written, and the other way round.
 */
class JunctureTest {

  private static final long TIME = 0x1234_5678_9ABCL;

  private final JunctureLog log = new JunctureLog();
  private final ITCH50Parser parser = new ITCH50Parser(log);
  private final ByteBuffer buffer = ByteBuffer.allocate(64);

  private void expect(String line, int length) throws IOException {
    assertTrue(Itch.isValid(buffer, 3, length));
    assertFalse(Itch.isValid(buffer, 3, length - 1));
    assertFalse(Itch.isValid(buffer, 3, length + 1));
    ByteBuffer message = buffer.slice(3, length);
    parser.message(message);
    assertFalse(message.hasRemaining(), "longer than the parser takes it to be");
    assertEquals(List.of(line), log.lines);
  }

  @Test
  void systemEvent() throws IOException {
    new SystemEvent().encode(buffer, 3, 0, TIME).code(Itch.START_OF_MESSAGES);
    expect("S 0 " + TIME + " O", SystemEvent.LENGTH);
  }

  @Test
  void stockDirectory() throws IOException {
    new StockDirectory().encode(buffer, 3, 65_000, TIME).stock(Ascii.pack("AAPL", 8)).plain();
    expect("R 65000 " + TIME + " AAPL QN100NCZ TNN1N0N", StockDirectory.LENGTH);
  }

  @Test
  void addOrder() throws IOException {
    new AddOrder()
        .encode(buffer, 3, 2, TIME)
        .reference(Long.MAX_VALUE - 1)
        .side(Itch.SELL)
        .shares(300)
        .stock(Ascii.pack("MSFT", 8))
        .price(1_000_100);
    expect("A 2 " + TIME + " 9223372036854775806 S 300 MSFT 1000100", AddOrder.LENGTH);
  }

  @Test
  void orderExecuted() throws IOException {
    new OrderExecuted().encode(buffer, 3, 2, TIME).reference(17).shares(60).matchNumber(99);
    expect("E 2 " + TIME + " 17 60 99", OrderExecuted.LENGTH);
  }

  @Test
  void orderCancel() throws IOException {
    new OrderCancel().encode(buffer, 3, 2, TIME).reference(17).shares(60);
    expect("X 2 " + TIME + " 17 60", OrderCancel.LENGTH);
  }

  @Test
  void orderDelete() throws IOException {
    new OrderDelete().encode(buffer, 3, 2, TIME).reference(17);
    expect("D 2 " + TIME + " 17", OrderDelete.LENGTH);
  }

  @Test
  void orderReplace() throws IOException {
    new OrderReplace()
        .encode(buffer, 3, 2, TIME)
        .reference(17)
        .newReference(21)
        .shares(60)
        .price(1_000_200);
    expect("U 2 " + TIME + " 17 21 60 1000200", OrderReplace.LENGTH);
  }

  @Test
  void whatOthersHaveWrittenIsRead() {
    ITCH50.AddOrder written = new ITCH50.AddOrder();
    written.stockLocate = 3;
    written.timestampHigh = 0x1234;
    written.timestampLow = 0x5678_9ABCL;
    written.orderReferenceNumber = 77;
    written.buySellIndicator = ITCH50.BUY;
    written.shares = 500;
    written.stock = Ascii.pack("NVDA", 8);
    written.price = 990_000;
    written.put(buffer.position(3));
    assertTrue(Itch.isValid(buffer, 3, buffer.position() - 3));
    AddOrder read = new AddOrder().wrap(buffer, 3);
    assertEquals(3, read.stockLocate());
    assertEquals(TIME, read.timestamp());
    assertEquals(77, read.reference());
    assertEquals(Itch.BUY, read.side());
    assertEquals(500, read.shares());
    assertEquals(Ascii.pack("NVDA", 8), read.stock());
    assertEquals(990_000, read.price());
  }

  @Test
  void anyOtherTypeIsNotValid() {
    assertFalse(Itch.isValid(buffer, 3, 0));
    buffer.put(3, (byte) 'P');
    for (int length = 0; length < 60; length++) {
      assertFalse(Itch.isValid(buffer, 3, length));
    }
  }
}
