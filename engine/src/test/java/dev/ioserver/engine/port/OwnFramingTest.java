package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A framing of the program's own: what it is asked, its mistakes, and its change in mid-stream. */
class OwnFramingTest extends PortFixture {

  OwnFramingTest() throws SystemCallException {}

  /** The length in two digits, the message, and the number of its bytes once more as a letter. */
  private static class Digits implements Framing {
    long asked;
    long looked;

    @Override
    public int maxLength() {
      return 99;
    }

    @Override
    public int maxOverhead() {
      return 3;
    }

    @Override
    public void cut(FrameCursor cursor) {
      asked++;
      looked += cursor.length() - cursor.looked();
      if (cursor.length() < 2) {
        cursor.more(2, cursor.length());
        return;
      }
      int length = 10 * (cursor.get(0) - '0') + cursor.get(1) - '0';
      assertThrows(IndexOutOfBoundsException.class, () -> cursor.get(cursor.length()));
      cursor.frame(2 + length + 1, 2, length);
    }

    @Override
    public int headerLength(long length) {
      return 2;
    }

    @Override
    public int trailerLength(long length) {
      return 1;
    }

    @Override
    public void putHeader(long length, MemorySegment into, long at) {
      into.set(ValueLayout.JAVA_BYTE, at, (byte) ('0' + length / 10));
      into.set(ValueLayout.JAVA_BYTE, at + 1, (byte) ('0' + length % 10));
    }

    @Override
    public long sum(long sum, MemorySegment bytes, long at, long length) {
      return sum + length;
    }

    @Override
    public void putTrailer(long length, long sum, MemorySegment into, long at) {
      assertEquals(2 + length, sum, "the header is summed up too");
      into.set(ValueLayout.JAVA_BYTE, at, (byte) ('a' + length));
    }

    @Override
    public String toString() {
      return "Digits";
    }
  }

  @Test
  void putsBeforeAndAfter() {
    TcpPort port = connected(PortOptions.defaults().framing(new Digits()));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("xy"))));
    assertTrue(
        port.trySend(new ByteBuffer[] {ByteBuffer.wrap(ascii("z")), wrap(""), wrap("!")}, 0, 3));
    assertTrue(port.trySend(MemorySegment.ofArray(ascii(""))));
    engine.run();
    engine.endpoint().write();
    assertEquals("02xyc02z!c00a", engine.endpoint().written.toString(US_ASCII));
  }

  /** A message of several chunks, whose trailer does not fit into the last. */
  @Test
  void aTrailerBehindAnyLength() throws InterruptedException {
    Random random = new Random(7);
    Framing framing = Framing.fix("FIX.4.4", 1_000_000);
    for (int round = 0; round < 60; round++) {
      byte[] body = new byte[round < 40 ? 4_060 + round : 1 + random.nextInt(300_000)];
      body[body.length - 1] = 1;
      TcpPort port = connected(PortOptions.defaults().framing(framing).highWatermark(10_000_000));
      FakeEngine.FakeEndpoint end = engine.endpoint();
      if (round % 2 == 0) {
        port.trySend(ByteBuffer.wrap(body));
      } else {
        Thread.ofPlatform().start(() -> port.trySend(ByteBuffer.wrap(body))).join();
      }
      engine.run();
      end.write();
      byte[] wire = end.written.toByteArray();
      TcpPort back = connected(PortOptions.defaults().framing(framing).credit(1));
      engine.run();
      for (int at = 0; at < wire.length; ) {
        int to = Math.min(wire.length, at + 50_000);
        engine.endpoint().arrive(wire, at, to);
        at = to;
      }
      Data data = assertInstanceOf(Data.class, back.poll());
      assertEquals(body.length, data.length());
      data.release();
      port.abort();
      back.abort();
      engine.run();
    }
  }

  @Test
  void isNotAskedAgainBeforeWhatItNeedsIsThere() {
    Digits framing = new Digits();
    TcpPort port = connected(PortOptions.defaults().framing(framing).credit(10));
    engine.run();
    for (String piece : "12abcdefghijklm".split("")) {
      arrive(piece);
    }
    assertEquals("abcdefghijkl", text((Data) port.poll()));
    assertEquals(2, framing.asked, "after the first byte, and when the length was there");
    assertEquals(2, framing.looked);
  }

  /** A search for an end goes on where it stopped. */
  @Test
  void noByteIsLookedAtTwice() {
    long[] looked = new long[1];
    Framing ends =
        new Framing() {
          @Override
          public int maxLength() {
            return 100_000;
          }

          @Override
          public void cut(FrameCursor cursor) {
            for (int i = cursor.looked(); i < cursor.length(); i++) {
              looked[0]++;
              if (cursor.get(i) == '.') {
                cursor.frame(i + 1, 0, i + 1);
                return;
              }
            }
            cursor.more(cursor.length() + 1, cursor.length());
          }
        };
    TcpPort port = connected(PortOptions.defaults().framing(ends).credit(1));
    engine.run();
    byte[] one = {'x'};
    for (int i = 0; i < 20_000; i++) {
      engine.endpoint().arrive(one, 0, 1);
    }
    arrive(".");
    Data data = assertInstanceOf(Data.class, port.poll());
    assertEquals(20_001, data.length());
    data.release();
    assertEquals(20_001, looked[0]);
  }

  /** The frame's end and the next frames come in one piece: these are cut where they lie. */
  @Test
  void whatIsBehindAnAssembledFrameIsGivenBack() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lines(100)).credit(9));
    engine.run();
    arrive("ab");
    arrive("c\r");
    arrive("\nd\r\n\r\nef");
    arrive("g\r\n");
    assertEquals(List.of("abc", "d", "", "efg"), taken(port));
  }

  @Test
  void aMistakeOfTheFramingEndsThePortAndSaysSo() {
    mistake(cursor -> {}, "gave no answer");
    mistake(cursor -> cursor.frame(0, 0, 0), "no bytes");
    mistake(cursor -> cursor.frame(-5, 0, 1), "a frame of -5 bytes");
    mistake(cursor -> cursor.frame(5, 4, 2), "with a message of 2 at 4");
    mistake(cursor -> cursor.frame(5, -1, 2), "at -1");
    mistake(cursor -> cursor.frame(5, 0, -2), "a message of -2");
    mistake(cursor -> cursor.frame(5_000, 0, 3), "a frame of 5000 bytes");
    mistake(
        cursor -> {
          throw new IllegalStateException("lost");
        },
        "has failed: java.lang.IllegalStateException: lost");
    mistake(cursor -> cursor.malformed("no such thing"), "no such thing");
    IOException endless = mistake(cursor -> cursor.more(-7, 1_000_000), "10 bytes or more");
    assertInstanceOf(FrameTooLongException.class, endless);
  }

  private IOException mistake(Consumer<FrameCursor> cutter, String says) {
    Framing wrong =
        new Framing() {
          @Override
          public int maxLength() {
            return 10;
          }

          @Override
          public void cut(FrameCursor cursor) {
            cutter.accept(cursor);
          }
        };
    TcpPort port = connected(PortOptions.defaults().framing(wrong).credit(9));
    engine.run();
    for (int i = 0; i < 12 && engine.endpoint().receiving; i++) {
      arrive("x");
    }
    IOException failure = assertInstanceOf(Failed.class, port.poll()).cause();
    assertTrue(String.valueOf(failure.getMessage()).contains(says), failure.getMessage());
    if (!(failure instanceof FrameTooLongException)) {
      assertInstanceOf(MalformedFrameException.class, failure);
    }
    assertNull(port.poll());
    port.abort();
    engine.run();
    return failure;
  }

  /** As an HTTP request that upgrades, with all that follows in the same piece, or byte by byte. */
  @Test
  void aChangeInMidStreamIsAtTheVeryByte() {
    String stream = "GET /\r\nUpgrade\r\n\r\n\0\3abc\0\2deraw";
    for (int piece = 1; piece <= stream.length(); piece++) {
      TcpPort port = connected(PortOptions.defaults().framing(Framing.lines(100)));
      List<String> heard = new ArrayList<>();
      int at = 0;
      while (heard.size() < 5 || at < stream.length()) {
        port.active(1);
        engine.run();
        while (engine.endpoint().receiving && at < stream.length()) {
          int to = Math.min(stream.length(), at + piece);
          arrive(stream.substring(at, to));
          at = to;
        }
        for (String each : taken(port)) {
          if (each.equals("CreditUsed")) {
            switch (heard.size()) {
              case 3 -> port.framing(Framing.lengthPrefix(2, 10));
              case 5 -> port.framing(Framing.raw());
              default -> assertTrue(heard.size() < 12);
            }
          } else {
            heard.add(each);
          }
        }
      }
      port.active(1);
      engine.run();
      heard.addAll(taken(port));
      heard.removeIf("CreditUsed"::equals);
      assertEquals(
          List.of("GET /", "Upgrade", "", "abc", "de"), heard.subList(0, 5), "pieces of " + piece);
      assertEquals("raw", String.join("", heard.subList(5, heard.size())), "pieces of " + piece);
      assertTrue(port.framing().isRaw());
      port.abort();
      engine.run();
    }
  }

  @Test
  void aChangeIsRefusedWhileThePortIsActive() {
    TcpPort port = connected(PortOptions.defaults());
    port.active(2);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> port.framing(Framing.lines(10)));
    assertTrue(String.valueOf(refused.getMessage()).contains("is active"));
    assertTrue(port.framing().isRaw());
    port.pause();
    port.framing(Framing.lines(10));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("out"))));
    engine.run();
    engine.endpoint().write();
    assertEquals("out\r\n", engine.endpoint().written.toString(US_ASCII));
  }

  /** What a passive receive has left in part belongs to whatever framing comes next. */
  @Test
  void whatWasLeftInPartIsCutAnew() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("a\nb\nc");
    assertTrue(port.passive().pending().withdraw());
    engine.run();
    port.framing(Framing.delimiter(10, (byte) '\n'));
    port.active(1);
    engine.run();
    assertEquals(List.of("a", "CreditUsed"), taken(port));
    port.active(5);
    engine.run();
    arrive("d\ne\n");
    assertEquals(List.of("b", "cd", "e"), taken(port));
  }

  private static ByteBuffer wrap(String text) {
    return ByteBuffer.wrap(ascii(text));
  }
}
