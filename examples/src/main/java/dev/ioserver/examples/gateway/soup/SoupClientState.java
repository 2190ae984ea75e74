package dev.ioserver.examples.gateway.soup;

/** The states of a {@link SoupClientSession}. */
public enum SoupClientState {
  /** No connection; the session remembers where to go on. */
  DISCONNECTED,
  /** Login request sent. */
  AWAITING_REPLY,
  /** Messages flow both ways. */
  LOGGED_IN
}
