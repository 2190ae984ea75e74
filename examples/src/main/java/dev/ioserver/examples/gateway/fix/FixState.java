package dev.ioserver.examples.gateway.fix;

/** The states of a {@link FixSession}, in the order it goes through them. */
public enum FixState {
  /** Connected; nothing but a Logon is of use now. */
  AWAITING_LOGON,
  /** Messages flow both ways. */
  LOGGED_ON,
  /** This side has sent a Logout, and waits for the client's. */
  LOGGING_OUT,
  /** Over; every input is ignored. */
  ENDED
}
