package dev.ioserver.examples.gateway.market;

import java.nio.ByteBuffer;

/** Where replies to clients go. */
@FunctionalInterface
public interface ReplySink {

  /**
   * Takes one OUCH message for a client; the bytes are only valid during the call.
   *
   * @param owner the client
   */
  void onReply(int owner, ByteBuffer buffer, int offset, int length);
}
