package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.mold.MoldWriter;
import java.net.InetSocketAddress;

/**
 * One group that a feed goes to, and how far it has got there. What does not fit the socket now is
 * sent later: the store has it. Belongs to one thread.
 */
final class FeedLine {

  private final InetSocketAddress group;
  private final FeedStore store;
  private final MoldWriter writer;
  private final FeedOutput output;
  private long next = 1;
  private long lastSentNanos;

  FeedLine(
      InetSocketAddress group,
      FeedStore store,
      MoldWriter writer,
      FeedOutput output,
      long nowNanos) {
    this.group = group;
    this.store = store;
    this.writer = writer;
    this.output = output;
    lastSentNanos = nowNanos;
  }

  /** Returns whether all that there is was sent. */
  boolean isUpToDate() {
    return next == store.next();
  }

  /** Sends what was not sent yet, as far as there is room; returns how many packets that were. */
  int flush(long nowNanos) {
    int packets = 0;
    // What the store has dropped meanwhile is a gap that nobody can fill: subscribers will find it.
    next = Math.max(next, store.first());
    while (next < store.next()) {
      store.write(next, Integer.MAX_VALUE, writer.begin(next));
      if (!output.send(writer.packet(), group)) {
        break;
      }
      next += writer.count();
      lastSentNanos = nowNanos;
      packets++;
    }
    return packets;
  }

  /** Returns how long nothing was sent. */
  long idleNanos(long nowNanos) {
    return nowNanos - lastSentNanos;
  }

  /** Says which number comes next, or that none will; returns whether there was room for that. */
  boolean sayNext(boolean ended, long nowNanos) {
    writer.begin(next);
    boolean sent = output.send(ended ? writer.endOfSession() : writer.packet(), group);
    if (sent) {
      lastSentNanos = nowNanos;
    }
    return sent;
  }
}
