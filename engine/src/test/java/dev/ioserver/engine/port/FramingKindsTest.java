package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of framing: its bytes on the wire, in any pieces, at its limits, and with garbage. */
class FramingKindsTest extends PortFixture {

  private static final int MOST = 300;

  FramingKindsTest() throws SystemCallException {}

  static Stream<Framing> kinds() {
    return Stream.of(
        Framing.lengthPrefix(1, 255),
        Framing.lengthPrefix(2, MOST).inclusive(),
        Framing.lengthPrefix(3, MOST).withOrder(ByteOrder.LITTLE_ENDIAN),
        Framing.lengthPrefix(4, MOST).withAdjustment(-4),
        Framing.lengthPrefix(2, MOST).withAdjustment(7),
        Framing.varintPrefix(MOST),
        Framing.delimiter(MOST, (byte) '\n'),
        Framing.delimiter(MOST, (byte) '-', (byte) '-', (byte) '+'),
        Framing.lines(MOST),
        Framing.fixedLength(13),
        Framing.fix("FIX.4.4", MOST));
  }

  /** Hexadecimal: what is sent, and what stands on the wire. */
  @ParameterizedTest
  @CsvSource({
    "LE3,       616263,       030000616263",
    "inclusive, 616263,       0005616263",
    "adjusted,  616263,       0005616263",
    "varint,    61,           0161",
    "lines,     616263,       6162630D0A",
    "kept,      61620A,       61620A",
    "header,    AA0003616263, AA0003616263",
    "fixed,     616263,       616263",
  })
  void standsOnTheWireAsItsProtocolWantsIt(String kind, String message, String wire) {
    Framing framing =
        switch (kind) {
          case "LE3" -> Framing.lengthPrefix(3, 10).withOrder(ByteOrder.LITTLE_ENDIAN);
          case "inclusive" -> Framing.lengthPrefix(2, 10).inclusive();
          case "adjusted" -> Framing.lengthPrefix(2, 10).withAdjustment(-2);
          case "varint" -> Framing.varintPrefix(1_000);
          case "lines" -> Framing.lines(10);
          case "kept" -> Framing.delimiter(10, (byte) '\n').keepDelimiter();
          case "header" -> Framing.lengthPrefix(2, 10).withOffset(1);
          default -> Framing.fixedLength(3);
        };
    byte[] bytes = HexFormat.of().parseHex(message);
    assertEquals(wire, HexFormat.of().withUpperCase().formatHex(sent(framing, List.of(bytes))));
    List<byte[]> received = received(framing, HexFormat.of().parseHex(wire), new Random(1));
    assertEquals(1, received.size());
    assertArrayEquals(bytes, received.getFirst());
  }

  @Test
  void aVarintOfTwoGroups() {
    byte[] wire = sent(Framing.varintPrefix(1_000), List.of(new byte[300]));
    assertEquals((byte) 0xAC, wire[0]);
    assertEquals(2, wire[1]);
    assertEquals(302, wire.length);
  }

  /** The example of the FIX specification's volume on transport, its separators written as |. */
  @Test
  void aMessageOfFixHasItsLengthAndItsChecksum() {
    String body = "35=0|49=BuySide|56=SellSide|34=3|52=20190605-11:51:27.848|";
    String whole = "8=FIX.4.2|9=" + body.length() + "|" + body;
    int sum = whole.replace('|', '\1').chars().sum() % 256;
    byte[] wire = sent(Framing.fix("FIX.4.2", 500), List.of(fix(body)));
    assertArrayEquals(fix(whole + String.format("10=%03d|", sum)), wire);
    assertArrayEquals(
        fix(body), received(Framing.fix("FIX.4.2", 500), wire, new Random(2)).getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "8=FIX.4.2|9=5|35=0|10=163|,       does not begin with 8=FIX.4.4",
    "8=FIX.4.4|9=x|,                   no number",
    "8=FIX.4.4|9=|,                    no number",
    "8=FIX.4.4|9=1234567890|,          no number",
    "8=FIX.4.4|9=0|10=000|,            is 0",
    "8=FIX.4.4|9=5|35=0|10=000|,       the checksum in 10= is 0",
    "8=FIX.4.4|9=4|35=0|10=163|,       no 10= where",
    "8=FIX.4.4|9=5|35=0|10=1x3|,       not three digits",
    "8=FIX.4.4|9=301|,                 at most 300 are allowed",
  })
  void aMalformedMessageOfFixSaysWhy(String wire, String why) {
    IOException failure = failure(Framing.fix("FIX.4.4", MOST), fix(wire));
    assertTrue(String.valueOf(failure.getMessage()).contains(why), failure.getMessage());
  }

  /** Who speaks another protocol may send less than a whole begin, and wait. */
  @Test
  void aWrongByteOfFixIsWrongAtOnce() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.fix("FIX.4.4", MOST)));
    port.active(1);
    engine.run();
    arrive("8");
    assertNull(port.poll());
    arrive("q");
    assertInstanceOf(MalformedFrameException.class, ((Failed) port.poll()).cause());
    port.abort();
    engine.run();
  }

  @Test
  void otherMalformedFramesSayWhy() {
    IOException inclusive = failure(Framing.lengthPrefix(2, 10).inclusive(), new byte[] {0, 1});
    assertTrue(String.valueOf(inclusive.getMessage()).contains("a length is 2 or more"));
    byte[] endless = {-1, -1, -1, -1, -1};
    IOException varint = failure(Framing.varintPrefix(10), endless);
    assertInstanceOf(MalformedFrameException.class, varint);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void survivesAnyPiecesAndAnyCredit(Framing framing) {
    Random random = seeded("survivesAnyPiecesAndAnyCredit " + framing);
    for (int round = 0; round < ROUNDS / 5; round++) {
      List<byte[]> messages = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        messages.add(message(framing, random));
      }
      List<byte[]> received = received(framing, sent(framing, messages), random);
      assertEquals(messages.size(), received.size());
      for (int i = 0; i < messages.size(); i++) {
        assertArrayEquals(messages.get(i), received.get(i), framing + ", message " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void atTheLimitItPassesAndOverItIsRefused(Framing framing) {
    byte[] longest = new byte[framing.maxLength()];
    for (byte[] piece : List.of(longest, new byte[framing.minLength()])) {
      if (isFix(framing)) {
        piece[piece.length - 1] = 1;
      }
      byte[] wire = sent(framing, List.of(piece));
      assertArrayEquals(piece, received(framing, wire, new Random(3)).getFirst());
    }
    TcpPort port = connected(PortOptions.defaults().framing(framing));
    ByteBuffer over = ByteBuffer.allocate(longest.length + 1);
    assertThrows(IllegalArgumentException.class, () -> port.trySend(over));
    assertEquals(0, port.pendingBytes());
    if (framing.minLength() > 0) {
      ByteBuffer under = ByteBuffer.allocate(framing.minLength() - 1);
      assertThrows(IllegalArgumentException.class, () -> port.trySend(under));
    }
    port.abort();
  }

  /** The peer's limit is larger: what is over ours fails the port, and no memory is kept for it. */
  @Test
  void overTheLimitFails() {
    tooLong(Framing.lengthPrefix(3, 10), Framing.lengthPrefix(3, 1_000));
    tooLong(Framing.lengthPrefix(3, 10).keepHeader(), Framing.lengthPrefix(3, 1_000));
    tooLong(Framing.varintPrefix(10), Framing.varintPrefix(1_000));
    tooLong(Framing.lines(10), Framing.lines(1_000));
    tooLong(Framing.lines(10).keepDelimiter(), Framing.lines(1_000));
    tooLong(Framing.fix("FIX.4.4", 10), Framing.fix("FIX.4.4", 1_000));
  }

  private void tooLong(Framing ours, Framing theirs) {
    IOException failure = failure(ours, sent(theirs, List.of(new byte[20])));
    assertEquals(
        ours.maxLength(), assertInstanceOf(FrameTooLongException.class, failure).maxLength());
  }

  /** Whatever comes is messages within the limits, or one failure that says why. */
  @ParameterizedTest
  @MethodSource("kinds")
  void garbageIsMessagesOrAFailure(Framing framing) {
    Random random = seeded("garbageIsMessagesOrAFailure " + framing);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] wire = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(wire);
      if (random.nextBoolean()) {
        // Nearly good.
        byte[] good = sent(framing, List.of(message(framing, random), message(framing, random)));
        good[random.nextInt(Math.max(1, good.length - 1))] ^= (byte) (1 << random.nextInt(8));
        wire = good;
      }
      TcpPort port = connected(PortOptions.defaults().framing(framing));
      port.activeUnlimited();
      engine.run();
      for (int at = 0; at < wire.length && engine.endpoint().receiving; ) {
        int to = Math.min(wire.length, at + 1 + random.nextInt(100));
        engine.endpoint().arrive(wire, at, to);
        at = to;
      }
      int failures = 0;
      for (Message message = port.poll(); message != null; message = port.poll()) {
        if (message instanceof Data data) {
          assertTrue(data.length() <= framing.maxLength());
          assertEquals(0, failures, "something behind the failure");
          data.release();
        } else {
          Failed failed = assertInstanceOf(Failed.class, message);
          assertTrue(
              failed.cause() instanceof MalformedFrameException
                  || failed.cause() instanceof FrameTooLongException,
              failed.toString());
          failures++;
        }
      }
      assertTrue(failures <= 1);
      port.abort();
      engine.run();
    }
  }

  /** The bytes on the wire, as this thread or another one sends them. */
  private byte[] sent(Framing framing, List<byte[]> messages) {
    TcpPort port =
        connected(PortOptions.defaults().framing(framing).highWatermark(Integer.MAX_VALUE));
    FakeEngine.FakeEndpoint end = engine.endpoint();
    boolean local = messages.size() % 2 == 0;
    Runnable sender =
        () -> messages.forEach(bytes -> assertTrue(port.trySend(ByteBuffer.wrap(bytes))));
    if (local) {
      sender.run();
    } else {
      Thread other = Thread.ofPlatform().start(sender);
      try {
        other.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    engine.run();
    end.write();
    byte[] wire = end.written.toByteArray();
    port.abort();
    engine.run();
    return wire;
  }

  private List<byte[]> received(Framing framing, byte[] wire, Random random) {
    TcpPort port = connected(PortOptions.defaults().framing(framing));
    List<byte[]> received = new ArrayList<>();
    int most = random.nextBoolean() ? 1 : 1 + random.nextInt(400);
    int idle = 0;
    for (int at = 0; idle < 3; ) {
      port.active(1 + random.nextInt(3));
      engine.run();
      idle++;
      while (engine.endpoint().receiving && at < wire.length) {
        int to = Math.min(wire.length, at + 1 + random.nextInt(most));
        engine.endpoint().arrive(wire, at, to);
        at = to;
      }
      for (Message message = port.poll(); message != null; message = port.poll()) {
        if (message instanceof Data data) {
          byte[] bytes = new byte[data.length()];
          data.bytes().get(bytes);
          data.release();
          received.add(bytes);
          idle = 0;
        } else if (message instanceof Failed failed) {
          throw new AssertionError(failed.cause());
        }
      }
    }
    port.abort();
    engine.run();
    return received;
  }

  private IOException failure(Framing framing, byte[] wire) {
    TcpPort port = connected(PortOptions.defaults().framing(framing));
    port.active(1);
    engine.run();
    engine.endpoint().arrive(wire, 0, wire.length);
    IOException failure = assertInstanceOf(Failed.class, port.poll()).cause();
    port.abort();
    engine.run();
    return failure;
  }

  /** Bytes that hold no delimiter of {@link #kinds}. */
  private static byte[] message(Framing framing, Random random) {
    int range = framing.maxLength() - framing.minLength() + 1;
    int length =
        framing.minLength() + random.nextInt(random.nextBoolean() ? Math.min(4, range) : range);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('A' + random.nextInt(26));
    }
    if (isFix(framing)) {
      bytes[length - 1] = 1;
    }
    return bytes;
  }

  private static boolean isFix(Framing framing) {
    return framing.toString().startsWith("FIX");
  }

  private static byte[] fix(String text) {
    return text.replace('|', '\1').getBytes(US_ASCII);
  }

  private static Random seeded(String test) {
    long seed = Long.getLong("ioserver.seed", System.nanoTime());
    System.out.println(test + ": ioserver.seed=" + seed);
    return new Random(seed);
  }
}
