package dev.ioserver.examples.feed.subscribe;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a feed is heard. Immutable.
 *
 * @param source where the feed comes from; null hears the first that sends anything in good form
 * @param requests where requests for missing messages go; null if that is the source
 * @param drop the part of all datagrams that is thrown away on purpose, 0 to less than 1
 * @param seed what they are drawn from
 * @param earlyMessages how many messages behind a missing one are kept, a power of two
 * @param mostAhead how far ahead a sequence number may be to be believed
 * @param requestNanos after so much time a request is sent again, and after ever more
 * @param giveUpNanos after so much time without any answer the messages are lost
 * @param silenceNanos after so much time without any packet the feed is over
 */
public record ReceiverOptions(
    @Nullable InetSocketAddress source,
    @Nullable InetSocketAddress requests,
    double drop,
    long seed,
    int earlyMessages,
    long mostAhead,
    long requestNanos,
    long giveUpNanos,
    long silenceNanos) {

  private static final ReceiverOptions DEFAULTS =
      new ReceiverOptions(
          null,
          null,
          0,
          1,
          1 << 16,
          1 << 24,
          Duration.ofMillis(20).toNanos(),
          Duration.ofSeconds(5).toNanos(),
          Duration.ofSeconds(15).toNanos());

  /** Checks the parts. */
  public ReceiverOptions {
    if (!(drop >= 0 && drop < 1)) {
      throw new IllegalArgumentException("drop is " + drop + "; it must be 0 to less than 1");
    }
    if (earlyMessages < 2 || Integer.bitCount(earlyMessages) != 1) {
      throw new IllegalArgumentException(
          "earlyMessages is " + earlyMessages + "; it must be a power of two, 2 or more");
    }
    if (mostAhead < 1 || requestNanos < 1 || giveUpNanos < 0 || silenceNanos < 1) {
      throw new IllegalArgumentException("a number or a time that is too small");
    }
  }

  /** Hears whoever comes first, and throws nothing away. */
  public static ReceiverOptions defaults() {
    return DEFAULTS;
  }

  /** A copy that hears this source alone, and asks it for what is missing. */
  public ReceiverOptions source(@Nullable InetSocketAddress value) {
    return new ReceiverOptions(
        value,
        requests,
        drop,
        seed,
        earlyMessages,
        mostAhead,
        requestNanos,
        giveUpNanos,
        silenceNanos);
  }

  /** A copy that asks somebody else for what is missing. */
  public ReceiverOptions requests(@Nullable InetSocketAddress value) {
    return new ReceiverOptions(
        source,
        value,
        drop,
        seed,
        earlyMessages,
        mostAhead,
        requestNanos,
        giveUpNanos,
        silenceNanos);
  }

  /** A copy that throws some datagrams away. */
  public ReceiverOptions drop(double part, long newSeed) {
    return new ReceiverOptions(
        source,
        requests,
        part,
        newSeed,
        earlyMessages,
        mostAhead,
        requestNanos,
        giveUpNanos,
        silenceNanos);
  }

  /** A copy with other bounds of what is kept and believed. */
  public ReceiverOptions bounds(int newEarlyMessages, long newMostAhead) {
    return new ReceiverOptions(
        source,
        requests,
        drop,
        seed,
        newEarlyMessages,
        newMostAhead,
        requestNanos,
        giveUpNanos,
        silenceNanos);
  }

  /** A copy with other times. */
  public ReceiverOptions times(Duration request, Duration giveUp, Duration silence) {
    return new ReceiverOptions(
        source,
        requests,
        drop,
        seed,
        earlyMessages,
        mostAhead,
        request.toNanos(),
        giveUp.toNanos(),
        silence.toNanos());
  }
}
