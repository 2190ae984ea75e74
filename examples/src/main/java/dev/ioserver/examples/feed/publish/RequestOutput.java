package dev.ioserver.examples.feed.publish;

import dev.ioserver.engine.api.ReceivedDatagram;
import java.nio.ByteBuffer;

/** Where answers to requests go. */
@FunctionalInterface
public interface RequestOutput {

  /**
   * Sends a packet to whoever has sent a datagram.
   *
   * @param packet from its position to its limit
   * @return false if there is no room for it now
   */
  boolean reply(ReceivedDatagram to, ByteBuffer packet);
}
