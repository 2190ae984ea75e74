package dev.ioserver.examples.gateway.soup;

import java.nio.ByteBuffer;

/** What a {@link SoupClientSession} tells the application. Called on the session's thread. */
public interface SoupClientHandler {

  /**
   * The server accepted the login.
   *
   * @param session the name of the session
   * @param nextSequence the number of the first message that will follow
   */
  void onLoggedIn(SoupClientSession client, String session, long nextSequence);

  /** Message number {@code sequence} has come; the bytes are valid during the call. */
  void onMessage(
      SoupClientSession client, long sequence, ByteBuffer buffer, int offset, int length);

  /**
   * The connection is of no more use: close it, and connect again to resume. Called once per
   * connection.
   *
   * @param detail what exactly happened, for a log; may be empty
   */
  void onEnded(SoupClientSession client, SessionEnd reason, String detail);
}
