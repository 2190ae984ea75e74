package dev.ioserver.examples.feed.subscribe;

import java.nio.ByteBuffer;

/** Where the messages of a feed go once they are in order. */
@FunctionalInterface
public interface FeedListener {

  /**
   * Takes one message; the bytes are only valid during the call.
   *
   * @param stamp when it arrived, nanoseconds since 1970 by the kernel's clock; 0 if nobody told
   */
  void onMessage(ByteBuffer buffer, int offset, int length, long stamp);
}
