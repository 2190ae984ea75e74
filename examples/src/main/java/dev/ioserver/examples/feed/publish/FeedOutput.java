package dev.ioserver.examples.feed.publish;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Where packets of a feed go. */
@FunctionalInterface
public interface FeedOutput {

  /**
   * Sends a packet.
   *
   * @param packet from its position to its limit
   * @return false if there is no room for it now
   */
  boolean send(ByteBuffer packet, SocketAddress to);
}
