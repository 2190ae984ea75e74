package dev.ioserver.examples.gateway.soup;

import java.nio.ByteBuffer;

/** Where a session puts the packets it sends. Called on the session's thread. */
@FunctionalInterface
public interface SoupOutput {

  /**
   * Sends one packet body, type and payload; the receiver of the call adds the 2-byte length.
   *
   * <p>The bytes are only valid during the call. An output that holds enough already refuses, and
   * calls the session's {@code onWritable} once it has room again. It must not call back into the
   * session from here.
   *
   * @return whether the packet was taken; if not, nothing of it was
   */
  boolean send(ByteBuffer buffer, int offset, int length);

  /**
   * Whether the connection is over, so that a packet was not refused for want of room. What has
   * ended it is on its way to the session; until it comes the session ends for no other reason that
   * only follows from it.
   */
  default boolean isGone() {
    return false;
  }
}
