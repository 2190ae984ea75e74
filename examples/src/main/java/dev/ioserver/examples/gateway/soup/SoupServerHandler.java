package dev.ioserver.examples.gateway.soup;

import java.nio.ByteBuffer;

/**
 * What a {@link SoupServerSession} tells the application. Called on the session's thread; one
 * handler may serve many sessions.
 */
public interface SoupServerHandler {

  /** A client has logged in as {@code username}; what is appended to {@code store} reaches it. */
  void onLoggedIn(SoupServerSession session, String username, SequencedStore store);

  /** The client sent a message; the bytes are valid during the call. */
  void onMessage(SoupServerSession session, ByteBuffer buffer, int offset, int length);

  /**
   * The session is over: flush what was sent and close the connection. Called exactly once.
   *
   * @param detail what exactly happened, for a log; may be empty
   */
  void onEnded(SoupServerSession session, SessionEnd reason, String detail);
}
