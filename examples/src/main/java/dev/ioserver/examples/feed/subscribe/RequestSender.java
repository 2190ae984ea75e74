package dev.ioserver.examples.feed.subscribe;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Where requests for missing messages go. */
@FunctionalInterface
public interface RequestSender {

  /**
   * Sends a request.
   *
   * @param request from its position to its limit
   * @return false if there is no room for it now
   */
  boolean send(ByteBuffer request, SocketAddress to);
}
