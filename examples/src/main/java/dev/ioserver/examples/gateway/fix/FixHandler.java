package dev.ioserver.examples.gateway.fix;

import dev.ioserver.examples.gateway.soup.SessionEnd;

/** What a {@link FixSession} tells the application. Called on the session's thread. */
public interface FixHandler {

  /** The client has logged on; what is published from now on reaches it. */
  void onLoggedOn(FixSession session, FixSequences sequences);

  /**
   * The client sent a message of the application, well formed and in order. The bytes are valid
   * during the call.
   */
  void onMessage(FixSession session, FixReader message);

  /**
   * The session is over: flush what was sent and close the connection. Called exactly once.
   *
   * @param detail what exactly happened, for a log; may be empty
   */
  void onEnded(FixSession session, SessionEnd reason, String detail);
}
