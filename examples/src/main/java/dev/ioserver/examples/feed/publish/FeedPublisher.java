package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.Count;
import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldWriter;
import dev.ioserver.examples.feed.mold.SessionName;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Numbers the messages of a feed, and sends them in packets: to each group as many in one as there
 * are, when {@link #flush} is called. A group that nothing was sent to for a while gets a
 * heartbeat, and after the end the end of the session, again and again.
 *
 * <p>Belongs to one thread; allocates only what the store does.
 */
public final class FeedPublisher implements DepthSink {

  private final FeedStore store;
  private final FeedLine[] lines;
  private final long heartbeatNanos;
  private final long endNanos;
  private final Count messages = new Count();
  private final Count packets = new Count();
  private boolean ended;

  /**
   * A publisher.
   *
   * @param groups where the feed goes; each gets all of it
   * @param heartbeatNanos after so much silence a group hears which number comes next
   * @param endNanos after so much silence a group hears again that the session has ended
   */
  public FeedPublisher(
      FeedStore store,
      SessionName session,
      List<InetSocketAddress> groups,
      FeedOutput output,
      long heartbeatNanos,
      long endNanos,
      long nowNanos) {
    this.store = store;
    this.heartbeatNanos = heartbeatNanos;
    this.endNanos = endNanos;
    MoldWriter writer = new MoldWriter(session, Mold.MAX_PACKET_LENGTH);
    lines =
        groups.stream()
            .map(group -> new FeedLine(group, store, writer, output, nowNanos))
            .toArray(FeedLine[]::new);
  }

  /** Takes a message; it goes out with the next {@link #flush}. */
  @Override
  public void onDepth(ByteBuffer buffer, int offset, int length) {
    store.append(buffer, offset, length);
    messages.add(1);
  }

  /** Sends what was not sent yet. What there is no room for now is sent the next time. */
  public void flush(long nowNanos) {
    for (FeedLine line : lines) {
      if (!line.isUpToDate()) {
        packets.add(line.flush(nowNanos));
      }
    }
  }

  /** Sends what is due by the clock. */
  public void onTick(long nowNanos) {
    flush(nowNanos);
    for (FeedLine line : lines) {
      if (line.isUpToDate() && line.idleNanos(nowNanos) >= (ended ? endNanos : heartbeatNanos)) {
        say(line, nowNanos);
      }
    }
  }

  /** There will be no more messages. */
  public void end(long nowNanos) {
    flush(nowNanos);
    ended = true;
    for (FeedLine line : lines) {
      if (line.isUpToDate()) {
        say(line, nowNanos);
      }
    }
  }

  /** Returns how many messages there were. Any thread. */
  public long messages() {
    return messages.get();
  }

  /** Returns how many packets were sent to the groups, heartbeats among them. Any thread. */
  public long packets() {
    return packets.get();
  }

  private void say(FeedLine line, long nowNanos) {
    if (line.sayNext(ended, nowNanos)) {
      packets.add(1);
    }
  }
}
