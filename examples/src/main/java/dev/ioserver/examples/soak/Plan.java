package dev.ioserver.examples.soak;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one connection. Both sides draw it from the seed and the connection's number,
 * which the client says first.
 *
 * @param number which connection it is
 * @param ending how it ends
 * @param request how many bytes the client sends
 * @param reply how many bytes the server sends
 * @param offset where in the pattern the client's bytes begin; the server's begin behind it
 * @param requestPiece bytes in one message of the client
 * @param replyPiece bytes in one message of the server
 * @param resetAt bytes, of both streams, at which the side that resets does so
 * @param early whether the reply need not wait for the client's end
 * @param slowClient whether the client pauses after each message that it gets
 * @param slowServer whether the server does
 * @param idle how long the client says nothing at first, as a part of the longest time; 0 or less
 *     for not at all
 */
record Plan(
    long number,
    Ending ending,
    int request,
    int reply,
    int offset,
    int requestPiece,
    int replyPiece,
    int resetAt,
    boolean early,
    boolean slowClient,
    boolean slowServer,
    double idle) {

  /** Bytes that the client sends before its stream: the number, and a check of it. */
  static final int HEADER = 16;

  private static final int SLOW_ONE_IN = 32;
  private static final int IDLE_ONE_IN = 8;
  private static final int BIG_ONE_IN = 64;
  private static final int SMALL_BITS = 14;
  private static final int BIG_BITS = 20;
  private static final int SLOW_BYTES = 512 << 10;

  /** The largest message, and how many of them make a large stream. */
  private static final int MOST_PIECE = 16 << 10;

  private static final int PIECES = 64;

  /** The plan of a connection. */
  static Plan of(long seed, long number) {
    RandomGenerator random = new SplittableRandom(check(seed, number));
    Ending ending = Ending.draw(random);
    boolean slowClient = random.nextInt(SLOW_ONE_IN) == 0;
    boolean slowServer = random.nextInt(SLOW_ONE_IN) == 0;
    boolean cutsOff = ending == Ending.SERVER_CUTS_OFF;
    // Whoever is cut off has much to say, so that it is still at it.
    int request = size(random, slowServer || cutsOff);
    int reply = ending == Ending.CLIENT_CLOSES ? 0 : size(random, slowClient);
    return new Plan(
        number,
        ending,
        request,
        reply,
        random.nextInt(Pattern.LENGTH),
        piece(random, request),
        piece(random, reply),
        random.nextInt(4) == 0 ? 0 : random.nextInt(request + reply + 1),
        random.nextBoolean(),
        slowClient,
        slowServer,
        random.nextInt(IDLE_ONE_IN) == 0 ? random.nextDouble() : 0);
  }

  /** The header that the client sends. */
  ByteBuffer header(long seed) {
    return ByteBuffer.allocate(HEADER).putLong(number).putLong(check(seed, number)).flip();
  }

  /** The plan that a header names, which is to be whole. Null if it names none. */
  static @Nullable Plan read(ByteBuffer header, long seed) {
    long number = header.getLong();
    return header.getLong() == check(seed, number) ? of(seed, number) : null;
  }

  /** Which connection it is; the seed and the number tell the rest. */
  @Override
  public String toString() {
    return "connection " + number + " (" + ending.text + ")";
  }

  Outgoing clientOut() {
    return new Outgoing(offset, request, requestPiece);
  }

  Incoming serverIn() {
    return new Incoming(offset, request);
  }

  Outgoing serverOut() {
    return new Outgoing(offset + request, reply, replyPiece);
  }

  Incoming clientIn() {
    return new Incoming(offset + request, reply);
  }

  private static int size(RandomGenerator random, boolean large) {
    if (large) {
      return SLOW_BYTES / 4 + random.nextInt(SLOW_BYTES);
    }
    int bits = random.nextInt(BIG_ONE_IN) == 0 ? BIG_BITS : SMALL_BITS;
    return random.nextInt(1 << random.nextInt(bits + 1));
  }

  private static int piece(RandomGenerator random, int size) {
    return Math.min(MOST_PIECE, 1 + size / PIECES + random.nextInt(1 + size));
  }

  private static long check(long seed, long number) {
    long mixed = seed * 0x9E37_79B9_7F4A_7C15L + number;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
    return mixed ^ (mixed >>> 32);
  }
}
