package dev.ioserver.examples.feed.publish;

import java.nio.ByteBuffer;

/** Where messages of the feed go. */
@FunctionalInterface
public interface DepthSink {

  /** Takes one ITCH message; the bytes are only valid during the call. */
  void onDepth(ByteBuffer buffer, int offset, int length);
}
