package dev.ioserver.examples.cluster.service;

import java.nio.ByteBuffer;

/** Where the market's replies to gateways go. What gets lost on the way is fetched again. */
@FunctionalInterface
public interface Replies {

  /**
   * Takes one reply; the bytes are valid during the call.
   *
   * @param gateway the cluster session that it is for
   */
  void send(long gateway, ByteBuffer buffer, int length);
}
