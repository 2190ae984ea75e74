package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.examples.feed.Count;
import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldRequest;
import dev.ioserver.examples.feed.mold.SessionName;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Asks for messages that are missing, the first ones first: one request at a time, again if nothing
 * comes, and after ever more time. Belongs to one thread.
 */
final class GapRequests {

  /** A request is repeated after at most 2 to the power of this many times the first time. */
  private static final int MOST_DOUBLINGS = 4;

  private static final long NOTHING = 0;

  private final RequestSender sender;
  private final ReceiverOptions options;
  private final Count requests;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Mold.HEADER_LENGTH);

  private long asked = NOTHING;
  private long firstAskedNanos;
  private long againNanos;
  private int tries;

  GapRequests(RequestSender sender, ReceiverOptions options, Count requests) {
    this.sender = sender;
    this.options = options;
    this.requests = requests;
  }

  /** Nothing is missing. */
  void none() {
    asked = NOTHING;
  }

  /** Returns whether to ask for a number now: for the first time, or since nobody has answered. */
  boolean isDue(long number, long nowNanos) {
    return asked != number || nowNanos - againNanos >= 0;
  }

  /** Returns whether a number has been asked for so long that nobody will answer. */
  boolean isHopeless(long number, long nowNanos) {
    return asked == number && nowNanos - firstAskedNanos >= options.giveUpNanos();
  }

  /** Asks for messages. */
  void ask(SessionName session, SocketAddress to, long number, int count, long nowNanos) {
    if (asked == number) {
      tries++;
    } else {
      asked = number;
      firstAskedNanos = nowNanos;
      tries = 0;
    }
    againNanos = nowNanos + (options.requestNanos() << Math.min(tries, MOST_DOUBLINGS));
    MoldRequest.encode(buffer.clear(), 0, session, number, count);
    if (sender.send(buffer, to)) {
      requests.add(1);
    }
  }
}
