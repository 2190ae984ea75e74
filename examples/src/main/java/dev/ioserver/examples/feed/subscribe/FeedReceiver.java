package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldPacket;
import dev.ioserver.examples.feed.mold.SessionName;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes one sequence of messages out of the datagrams that come: the missing are asked for, the
 * early wait, and those that came before are left out.
 *
 * <pre>
 *   1 ............. expected ............ known ...
 *   in the books    | some missing, some   | nobody has said yet
 *                   | early                | that these exist
 * </pre>
 *
 * <p>Belongs to one thread. Allocates nothing but at its first packet.
 */
public final class FeedReceiver {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.feed");

  /** Room for any message of ITCH 5.0. */
  private static final int EARLY_SLOT = 64;

  private final ReceiverOptions options;
  private final FeedCounts counts;
  private final FeedListener listener;
  private final FeedSource source;
  private final GapRequests gaps;
  private final EarlyMessages early;
  private final MoldPacket packet = new MoldPacket();
  private final SplittableRandom random;

  private @Nullable SessionName session;
  private long expected = 1;
  private long known = 1;
  private long end = Long.MAX_VALUE;
  private long lastHeardNanos;

  /**
   * A receiver that begins with message 1.
   *
   * @param listener gets the messages
   * @param requests takes requests for those that are missing
   */
  public FeedReceiver(
      ReceiverOptions options,
      FeedCounts counts,
      FeedListener listener,
      RequestSender requests,
      long nowNanos) {
    this.options = options;
    this.counts = counts;
    this.listener = listener;
    source = new FeedSource(options.source(), options.requests());
    gaps = new GapRequests(requests, options, counts.requests);
    early = new EarlyMessages(options.earlyMessages(), EARLY_SLOT);
    random = new SplittableRandom(options.seed());
    lastHeardNanos = nowNanos;
  }

  /** Returns whether the session has ended, and every message of it is dealt with. */
  public boolean isComplete() {
    return expected >= end;
  }

  /** Returns whether nothing has been heard for so long that nothing will be. */
  public boolean isSilent(long nowNanos) {
    return nowNanos - lastHeardNanos >= options.silenceNanos();
  }

  /** Returns the number of the message that goes into the books next. */
  public long expected() {
    return expected;
  }

  /** Takes a datagram; its bytes are only needed during the call. */
  public void onDatagram(ReceivedDatagram datagram, long nowNanos) {
    if (options.drop() > 0 && random.nextDouble() < options.drop()) {
      counts.thrown.add(1);
      return;
    }
    FeedFault fault = check(datagram);
    if (fault != null) {
      counts.faults.count(fault);
      return;
    }
    source.settle(datagram);
    if (session == null) {
      session = packet.session();
    }
    counts.packets.add(1);
    lastHeardNanos = nowNanos;
    if (packet.isEndOfSession()) {
      end = packet.sequence();
    }
    take(datagram.bytes(), datagram.receivedNanos());
    askForMissing(nowNanos);
  }

  /** Asks again for what nobody has sent. */
  public void onTick(long nowNanos) {
    askForMissing(nowNanos);
  }

  private @Nullable FeedFault check(ReceivedDatagram datagram) {
    if (datagram.isCut()) {
      return FeedFault.CUT;
    }
    if (!source.accepts(datagram)) {
      return FeedFault.FOREIGN_SOURCE;
    }
    ByteBuffer bytes = datagram.bytes();
    FeedFault fault = packet.wrap(bytes, bytes.position(), datagram.length());
    if (fault != null) {
      return fault;
    }
    if (session != null && !packet.isOf(session)) {
      return FeedFault.WRONG_SESSION;
    }
    long last = packet.sequence() + packet.messageCount();
    if (last - expected > options.mostAhead() || last > end) {
      return FeedFault.TOO_FAR_AHEAD;
    }
    return packet.isEndOfSession() && packet.sequence() < expected
        ? FeedFault.ENDS_TOO_EARLY
        : null;
  }

  private void take(ByteBuffer bytes, long stamp) {
    long number = packet.sequence();
    long knownBefore = known;
    if (number > known) {
      counts.gaps.add(1);
      counts.missed.add(number - known);
    }
    // The end is the end, whatever was said before.
    known = Math.min(end, Math.max(known, number + packet.messageCount()));
    while (packet.hasNext()) {
      take(number, knownBefore, bytes, stamp);
      number++;
      packet.advance();
    }
    drainEarly();
  }

  private void take(long number, long knownBefore, ByteBuffer bytes, long stamp) {
    boolean wasMissing = number < knownBefore;
    if (number < expected || early.has(number)) {
      counts.duplicates.add(1);
      return;
    }
    if (number == expected) {
      expected++;
      deliver(bytes, packet.messageOffset(), packet.messageLength(), stamp);
    } else if (number - expected < early.capacity()) {
      early.put(number, stamp, bytes, packet.messageOffset(), packet.messageLength());
    } else {
      // No room: it will be asked for when it is due.
      counts.missed.add(wasMissing ? 0 : 1);
      return;
    }
    counts.recovered.add(wasMissing ? 1 : 0);
  }

  private void drainEarly() {
    while (early.has(expected)) {
      long number = expected++;
      deliver(early.buffer(), early.offset(number), early.length(number), early.stamp(number));
      early.remove(number);
    }
  }

  private void deliver(ByteBuffer bytes, int offset, int length, long stamp) {
    counts.messages.add(1);
    listener.onMessage(bytes, offset, length, stamp);
  }

  private void askForMissing(long nowNanos) {
    SocketAddress server = source.requests();
    SessionName name = session;
    if (server == null || name == null || expected >= known) {
      gaps.none();
      return;
    }
    if (gaps.isHopeless(expected, nowNanos)) {
      giveUp(early.missing(expected, known, Mold.MAX_COUNT));
    } else if (gaps.isDue(expected, nowNanos)) {
      int missing = early.missing(expected, known, Mold.MAX_COUNT);
      gaps.ask(name, server, expected, missing, nowNanos);
    }
  }

  private void giveUp(int missing) {
    LOG.log(
        System.Logger.Level.WARNING,
        () -> missing + " messages from number " + expected + " on are lost: nobody sends them");
    counts.lost.add(missing);
    expected += missing;
    drainEarly();
  }
}
