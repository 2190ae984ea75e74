package dev.ioserver.examples.gateway.soup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.session.MessageLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequencedStoreTest {

  @Test
  void emptyStoreGoesOnWithOne() {
    SequencedStore store = new SequencedStore("S1", 64, 2);
    assertEquals("S1", store.session());
    assertEquals(1, store.nextSequence());
    assertFalse(store.cursor(1).hasNext());
  }

  @Test
  void messagesAreNumberedFromOneAndKeptAsPackets() {
    SequencedStore store = new SequencedStore("S1", 64, 2);
    assertEquals(1, append(store, "one"));
    assertEquals(2, append(store, "two"));
    assertEquals(List.of("Sone", "Stwo"), read(store.cursor(1)));
    assertEquals(List.of("Stwo"), read(store.cursor(2)));
    assertEquals(List.of(), read(store.cursor(3)));
  }

  @Test
  void cursorSeesWhatIsAppendedLaterInThisChunkAndTheNext() {
    SequencedStore store = new SequencedStore("S1", 10, 5);
    MessageLog.Cursor cursor = store.cursor(1);
    for (int i = 1; i <= 5; i++) {
      String message = "number" + i; // with its overhead it fills a chunk
      assertEquals(i, append(store, message));
      assertEquals(1, cursor.remaining());
      assertEquals(i, cursor.sequence());
      assertEquals(List.of("S" + message), read(cursor));
      assertFalse(cursor.hasNext());
    }
  }

  @Test
  void fullStoreSaysSoAndKeepsWhatItHas() {
    SequencedStore store = new SequencedStore("S1", 10, 2);
    assertEquals(7, store.maxMessageLength());
    append(store, "1234567");
    append(store, "1234567");
    assertEquals(SequencedStore.FULL, append(store, "1"));
    assertEquals(3, store.nextSequence());
    assertEquals(List.of("S1234567", "S1234567"), read(store.cursor(1)));
  }

  @Test
  void messageMustFitAChunk() {
    SequencedStore store = new SequencedStore("S1", 10, 2);
    assertThrows(IllegalArgumentException.class, () -> append(store, "12345678"));
    assertThrows(IllegalArgumentException.class, () -> append(store, ""));
    assertEquals(65_534, new SequencedStore("", 1 << 20, 1).maxMessageLength());
  }

  @Test
  void badArgumentsAreRefused() {
    SequencedStore store = new SequencedStore("S1", 10, 2);
    assertThrows(IllegalArgumentException.class, () -> store.cursor(0));
    assertThrows(IllegalArgumentException.class, () -> store.cursor(2));
    assertThrows(IllegalArgumentException.class, () -> new SequencedStore("12345678901", 10, 1));
    assertThrows(IllegalArgumentException.class, () -> new SequencedStore("S1", 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new SequencedStore("S1", 10, 0));
  }

  @Test
  void randomMessagesAreReadBackFromAnyPlace() {
    long seed = System.nanoTime();
    System.out.println("SequencedStoreTest seed " + seed);
    Random random = new Random(seed);
    SequencedStore store = new SequencedStore("S1", 200, 1000);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String message = "m".repeat(random.nextInt(40)) + i;
      expected.add("S" + message);
      assertEquals(expected.size(), append(store, message), "seed " + seed);
    }
    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(expected.size() + 1);
      List<String> rest = expected.subList(from, expected.size());
      assertEquals(rest, read(store.cursor(from + 1)), "seed " + seed);
    }
    assertTrue(store.nextSequence() == 3001);
  }

  private static long append(SequencedStore store, String message) {
    return store.append(Packets.of(message), 0, message.length());
  }

  private static List<String> read(MessageLog.Cursor cursor) {
    List<String> messages = new ArrayList<>();
    while (cursor.hasNext()) {
      messages.add(Packets.text(cursor.buffer(), cursor.offset(), cursor.length()));
      cursor.advance();
    }
    return messages;
  }
}
