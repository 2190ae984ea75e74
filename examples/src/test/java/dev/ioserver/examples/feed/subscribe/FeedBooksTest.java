package dev.ioserver.examples.feed.subscribe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.examples.feed.FaultCounts;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.itch.AddOrder;
import dev.ioserver.examples.feed.itch.Itch;
import dev.ioserver.examples.feed.itch.OrderCancel;
import dev.ioserver.examples.feed.itch.OrderDelete;
import dev.ioserver.examples.feed.itch.OrderExecuted;
import dev.ioserver.examples.feed.itch.OrderReplace;
import dev.ioserver.examples.feed.itch.StockDirectory;
import dev.ioserver.examples.feed.itch.SystemEvent;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedBooksTest {

  private final FaultCounts faults = new FaultCounts("test");
  private final FeedBooks books = new FeedBooks(faults);
  private final ByteBuffer buffer = ByteBuffer.allocate(64);

  private void stock(int locate, String symbol) {
    new StockDirectory().encode(buffer, 5, locate, 0).stock(Ascii.pack(symbol, 8)).plain();
    books.onMessage(buffer, 5, StockDirectory.LENGTH);
  }

  private void add(int locate, String symbol, long reference, byte side, int shares, int price) {
    new AddOrder()
        .encode(buffer, 5, locate, 0)
        .reference(reference)
        .side(side)
        .shares(shares)
        .stock(Ascii.pack(symbol, 8))
        .price(price);
    books.onMessage(buffer, 5, AddOrder.LENGTH);
  }

  private void execute(int locate, long reference, int shares) {
    new OrderExecuted().encode(buffer, 5, locate, 0).reference(reference).shares(shares);
    books.onMessage(buffer, 5, OrderExecuted.LENGTH);
  }

  @Test
  void theBooksAreThoseOfTheMessages() {
    new SystemEvent().encode(buffer, 5, 0, 0).code(Itch.START_OF_MESSAGES);
    books.onMessage(buffer, 5, SystemEvent.LENGTH);
    stock(1, "AAPL");
    stock(2, "MSFT");
    add(1, "AAPL", 11, Itch.BUY, 100, 50);
    add(1, "AAPL", 13, Itch.BUY, 100, 51);
    add(2, "MSFT", 12, Itch.SELL, 70, 60);
    execute(1, 11, 30);
    new OrderCancel().encode(buffer, 5, 1, 0).reference(11).shares(20);
    books.onMessage(buffer, 5, OrderCancel.LENGTH);
    new OrderReplace().encode(buffer, 5, 2, 0).reference(12).newReference(14).shares(5).price(61);
    books.onMessage(buffer, 5, OrderReplace.LENGTH);
    new OrderDelete().encode(buffer, 5, 1, 0).reference(13);
    books.onMessage(buffer, 5, OrderDelete.LENGTH);
    assertEquals(Map.of(), faults.all());
    assertEquals(
        Map.of(
            "AAPL", List.of(new RestingOrder(Itch.BUY, 50, 50, 11)),
            "MSFT", List.of(new RestingOrder(Itch.SELL, 61, 5, 14))),
        books.snapshot());
  }

  @Test
  void whatCannotBeIsCountedAndLeftOut() {
    add(1, "AAPL", 11, Itch.BUY, 100, 50);
    stock(0, "AAPL");
    stock(1025, "AAPL");
    stock(1, "AAPL");
    stock(1, "MSFT");
    add(1, "MSFT", 11, Itch.BUY, 100, 50);
    add(1025, "AAPL", 11, Itch.BUY, 100, 50);
    add(1, "AAPL", 11, Itch.BUY, -100, 50);
    execute(1, 99, 1);
    assertEquals(Map.of(FeedFault.IMPOSSIBLE, 8L), faults.all());
    assertEquals(Map.of("AAPL", List.of()), books.snapshot());
  }

  @Test
  void whatIsNotUnderstoodIsCountedAndLeftOut() {
    books.onMessage(buffer, 5, 0);
    buffer.put(5, (byte) 'A');
    books.onMessage(buffer, 5, AddOrder.LENGTH - 1);
    books.onMessage(buffer, 5, AddOrder.LENGTH + 1);
    buffer.put(5, (byte) 'Z');
    books.onMessage(buffer, 5, 12);
    assertEquals(Map.of(FeedFault.BAD_MESSAGE, 4L), faults.all());
  }

  @Test
  void noiseIsSurvived() {
    long seed = System.nanoTime();
    System.out.println("FeedBooksTest seed " + seed);
    Random random = new Random(seed);
    byte[] types = {'S', 'R', 'A', 'E', 'X', 'D', 'U'};
    int[] lengths = {12, 39, 36, 31, 23, 19, 35};
    byte[] noise = new byte[64];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(noise);
      int kind = random.nextInt(types.length);
      buffer.put(0, noise).put(5, types[kind]).putShort(6, (short) random.nextInt(4));
      if (random.nextBoolean()) {
        // Small numbers meet orders that are there.
        buffer.putLong(16, random.nextInt(50)).putInt(25, random.nextInt(100));
        buffer.put(24, random.nextBoolean() ? Itch.BUY : Itch.SELL);
      }
      books.onMessage(buffer, 5, lengths[kind]);
    }
  }

  @Test
  void differencesAreNamedByTheFirstOrder() {
    RestingOrder one = new RestingOrder(Itch.BUY, 500_000, 100, 1);
    RestingOrder two = new RestingOrder(Itch.BUY, 490_000, 100, 3);
    Map<String, List<RestingOrder>> right =
        Map.of("A", List.of(one, two), "B", List.of(), "C", List.of(one), "D", List.of());
    assertEquals(List.of(), BookDifferences.of(right, right));
    Map<String, List<RestingOrder>> heard =
        Map.of("A", List.of(two, one), "B", List.of(), "C", List.of(), "E", List.of());
    assertEquals(
        List.of(
            "book A: order 0 is [B 100 at 50.0, number 1], and [B 100 at 49.0, number 3] was heard",
            "book C: 1 orders, and 0 were heard",
            "book D: unknown to the subscriber",
            "book E: unknown to the gateway"),
        BookDifferences.of(right, heard));
  }
}
