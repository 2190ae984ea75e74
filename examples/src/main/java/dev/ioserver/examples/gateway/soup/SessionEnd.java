package dev.ioserver.examples.gateway.soup;

/** Why a session ended. */
public enum SessionEnd {
  LOGOUT("the client logged out"),
  END_OF_SESSION("the server ended the session"),
  DISCONNECTED("the connection went away"),
  FAILED("the connection failed on this side"),
  NOT_AUTHORISED("unknown user or wrong password"),
  SESSION_NOT_AVAILABLE("the requested session is not available"),
  SEQUENCE_FROM_THE_FUTURE("the requested sequence number is beyond the next one"),
  SEQUENCE_GAP("messages are missing from the peer's stream"),
  BAD_SEQUENCE("a sequence number that was used before"),
  LOGIN_TIMEOUT("no login in time"),
  LINK_LOST("nothing heard from the peer for too long"),
  NOT_READING("the peer takes nothing in"),
  BAD_PACKET("bad packet"),
  UNEXPECTED_PACKET("packet that has no place in this state"),
  STORE_FULL("the store of sequenced messages is full"),
  TAKEN_OVER("the same session logged in on another connection");

  private final String text;

  SessionEnd(String text) {
    this.text = text;
  }

  /** Returns the reason in words, for a log. */
  public String text() {
    return text;
  }
}
