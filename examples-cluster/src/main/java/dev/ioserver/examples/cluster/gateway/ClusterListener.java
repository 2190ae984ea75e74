package dev.ioserver.examples.cluster.gateway;

import java.nio.ByteBuffer;

/** What a {@link ClusterLink} tells the gateway, in its poll. */
interface ClusterListener {

  /** A login was logged; {@code user} is negative if there is no such session. */
  void onLoggedIn(long correlation, int user, long login, long next);

  /** A message for a user; the bytes are valid during the call. */
  void onMessage(int user, long sequence, ByteBuffer buffer, int offset, int length);

  /**
   * All messages that were fetched have been sent; the next that the service has is {@code next}.
   */
  void onPageEnd(int user, long next);

  /** The user has logged in elsewhere. */
  void onTakenOver(int user, long login);

  /** A request is in the log and was dealt with. */
  void onDone(Request request);

  /** There is a leader again: what it has sent meanwhile may be lost. */
  void onLeader();
}
