package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.engine.api.Delimiter;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.LengthPrefix;
import dev.ioserver.engine.port.FuzzPort.Outcome;
import dev.ioserver.engine.port.FuzzPort.Reading;
import dev.ioserver.fuzz.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every built-in framing, over the code that cuts what a port receives: the same bytes are the same
 * messages in any pieces and however they are read; messages that are sent come back.
 *
 * <p>An input is the number of a framing, that of the one which follows it, a way to read, the
 * sizes of two pieces that alternate, and what the peer sends.
 */
class FramingFuzzTest extends FuzzTest {

  private static final int MOST = 60;
  private static final int SETUP = 5;

  private static final List<Framing> KINDS =
      List.of(
          Framing.raw(),
          Framing.lengthPrefix(1, 255),
          Framing.lengthPrefix(2, MOST),
          Framing.lengthPrefix(2, MOST).inclusive(),
          Framing.lengthPrefix(3, MOST).withOrder(ByteOrder.LITTLE_ENDIAN),
          Framing.lengthPrefix(4, MOST).withAdjustment(-4),
          Framing.lengthPrefix(2, MOST).withAdjustment(7),
          Framing.lengthPrefix(2, MOST).keepHeader(),
          Framing.lengthPrefix(2, MOST).withOffset(3),
          Framing.lengthPrefix(1, MOST).withOffset(2).inclusive(),
          Framing.lengthPrefix(4, 1_000_000_000),
          Framing.varintPrefix(MOST),
          Framing.varintPrefix(Integer.MAX_VALUE),
          Framing.delimiter(MOST, (byte) '\n'),
          Framing.delimiter(MOST, (byte) '\n').keepDelimiter(),
          Framing.delimiter(MOST, (byte) '-', (byte) '-', (byte) '+'),
          Framing.delimiter(1, (byte) 'a', (byte) 'b', (byte) 'a'),
          Framing.lines(MOST),
          Framing.lines(MOST).keepDelimiter(),
          Framing.fixedLength(1),
          Framing.fixedLength(13),
          Framing.fix("FIX.4.4", MOST),
          Framing.fix("F", 999_999_999));

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    new FramingFuzzTest().check(input);
  }

  @Override
  protected List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      Framing framing = KINDS.get(kind);
      byte[] message = new byte[Math.clamp(9, framing.minLength(), framing.maxLength())];
      Arrays.fill(message, (byte) 4);
      message[message.length - 1] = 1;
      List<ByteBuffer> two = List.of(ByteBuffer.wrap(message), ByteBuffer.wrap(message));
      seeds.add(input(kind, 0, kind, FuzzPort.sent(framing, two)));
      seeds.add(input(kind, kind + 2, kind, FuzzPort.sent(framing, two)));
    }
    int fix = KINDS.size() - 2;
    seeds.add(input(fix, 0, 0, "8=FIX.4.4\0019=5\00135=0\00110=163\001".getBytes(ISO_8859_1)));
    return seeds;
  }

  private static byte[] input(int kind, int next, int reading, byte[] wire) {
    byte[] setup = {(byte) kind, (byte) next, (byte) reading, 2, 6};
    byte[] input = Arrays.copyOf(setup, SETUP + wire.length);
    System.arraycopy(wire, 0, input, SETUP, wire.length);
    return input;
  }

  @Override
  protected void check(byte[] input) {
    if (input.length < SETUP) {
      return;
    }
    Framing framing = KINDS.get((input[0] & 0xFF) % KINDS.size());
    // Mostly the same one.
    int other = input[1] & 0xFF;
    Framing next = other > 0 && other <= KINDS.size() ? KINDS.get(other - 1) : framing;
    byte[] wire = Arrays.copyOfRange(input, SETUP, input.length);
    int[] pieces = {1 + (input[3] & 0xFF), 1 + (input[4] & 0xFF)};
    if (next == framing) {
      Reading reading = Reading.values()[(input[2] & 0xFF) % Reading.values().length];
      same(framing, next, wire, reading, pieces);
      comesBack(framing, wire);
    } else {
      // Who changes it must have paused the port before.
      same(framing, next, wire, input[2] % 2 == 0 ? Reading.SINGLE : Reading.PASSIVE, pieces);
    }
  }

  /** Byte by byte is the model, since nothing is behind a message then. */
  private static void same(
      Framing framing, Framing next, byte[] wire, Reading reading, int... pieces) {
    Outcome model = FuzzPort.cut(framing, next, wire, reading, 1);
    Outcome cut = FuzzPort.cut(framing, next, wire, reading, pieces);
    Outcome whole =
        FuzzPort.cut(
            framing,
            next,
            wire,
            next == framing ? Reading.UNLIMITED : Reading.SINGLE,
            Math.max(1, wire.length));
    if (framing.isRaw() && next == framing) {
      assertArrayEquals(wire, model.joined());
      assertArrayEquals(wire, cut.joined());
      assertArrayEquals(wire, whole.joined());
    } else if (!framing.isRaw() && !next.isRaw()) {
      equal(model, cut);
      equal(model, whole);
    } else if (!framing.isRaw()) {
      assertArrayEquals(model.joined(), cut.joined());
      assertArrayEquals(model.joined(), whole.joined());
    }
  }

  private static void equal(Outcome model, Outcome other) {
    assertEquals(model.messages, other.messages);
    assertEquals(model.failure, other.failure);
  }

  private static void comesBack(Framing framing, byte[] wire) {
    if (framing.isRaw()) {
      return;
    }
    Outcome received = FuzzPort.cut(framing, wire, Reading.UNLIMITED, Math.max(1, wire.length));
    arrives(framing, received.messages);
    // Any bytes are a message, if nothing is looked for in them, and nothing stripped of them.
    boolean any =
        !(framing instanceof Delimiter)
            && !(framing instanceof LengthPrefix && framing.headerLength(0) == 0)
            && !framing.toString().startsWith("FIX");
    if (any && wire.length >= framing.minLength()) {
      int length = Math.min(wire.length, framing.maxLength());
      arrives(framing, List.of(ByteBuffer.wrap(wire, 0, length).slice().asReadOnlyBuffer()));
    }
  }

  private static void arrives(Framing framing, List<ByteBuffer> messages) {
    byte[] wire = FuzzPort.sent(framing, messages);
    Outcome again = FuzzPort.cut(framing, wire, Reading.UNLIMITED, Math.max(1, wire.length));
    assertEquals(messages, again.messages);
    assertEquals(null, again.failure);
  }
}
