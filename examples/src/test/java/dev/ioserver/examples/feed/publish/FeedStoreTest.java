package dev.ioserver.examples.feed.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.examples.feed.FeedPackets;
import dev.ioserver.examples.feed.mold.MoldWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedStoreTest {

  private final FeedStore store = new FeedStore(4, 8);

  static void append(FeedStore store, String... messages) {
    for (String message : messages) {
      byte[] bytes = FeedPackets.bytes(message);
      store.append(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
  }

  private List<String> read(long from, int most, int capacity) {
    MoldWriter writer = new MoldWriter(FeedPackets.SESSION, capacity).begin(from);
    store.write(from, most, writer);
    return FeedPackets.messages(writer.packet());
  }

  @Test
  void messagesAreNumberedFromOne() {
    assertEquals(1, store.first());
    assertEquals(1, store.next());
    append(store, "a", "bb", "ccc");
    assertEquals(1, store.first());
    assertEquals(4, store.next());
    assertEquals(List.of("a", "bb", "ccc"), read(1, 100, 100));
    assertEquals(List.of("bb"), read(2, 1, 100));
    assertEquals(List.of(), read(4, 1, 100));
  }

  @Test
  void aPacketGetsWhatFits() {
    append(store, "aaaa", "bbbb", "cccc");
    assertEquals(List.of("aaaa", "bbbb"), read(1, 100, 20 + 2 * 6));
  }

  @Test
  void theOldestMakesRoomForTheNewest() {
    append(store, "a", "b", "c", "d", "e", "f");
    assertEquals(3, store.first());
    assertEquals(7, store.next());
    assertEquals(List.of("c", "d", "e", "f"), read(3, 100, 100));
  }

  @Test
  void segmentsAreUsedAgain() {
    FeedStore large = new FeedStore(1 << 15, 8);
    for (int i = 1; i <= 100_000; i++) {
      append(large, Integer.toString(i));
    }
    assertEquals(100_001 - (1 << 15), large.first());
    MoldWriter writer = new MoldWriter(FeedPackets.SESSION, 1400).begin(large.first());
    large.write(large.first(), 2, writer);
    assertEquals(
        List.of(Long.toString(large.first()), Long.toString(large.first() + 1)),
        FeedPackets.messages(writer.packet()));
    large.write(99_999, 5, writer.begin(99_999));
    assertEquals(List.of("99999", "100000"), FeedPackets.messages(writer.packet()));
  }

  @Test
  void aMessageThatIsTooLongIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> append(store, "123456789"));
    assertEquals(1, store.next());
  }
}
