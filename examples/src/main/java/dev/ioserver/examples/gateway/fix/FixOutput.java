package dev.ioserver.examples.gateway.fix;

import java.nio.ByteBuffer;

/** Where a session puts the messages it sends. Called on the session's thread. */
public interface FixOutput {

  /**
   * Sends one body; the receiver of the call adds {@code 8=}, {@code 9=} and {@code 10=}.
   *
   * <p>The bytes are only valid during the call. An output that holds enough already refuses, and
   * calls the session's {@code onWritable} once it has room again. It must not call back into the
   * session from here.
   *
   * @return whether the message was taken; if not, nothing of it was
   */
  boolean send(ByteBuffer buffer, int offset, int length);

  /** Whether the connection is over; what has ended it is on its way to the session. */
  boolean isGone();
}
