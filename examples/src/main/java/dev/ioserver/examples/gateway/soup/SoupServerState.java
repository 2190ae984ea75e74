package dev.ioserver.examples.gateway.soup;

/** The states of a {@link SoupServerSession}, in the order it goes through them. */
public enum SoupServerState {
  /** Connected; nothing but a login request is of use now. */
  AWAITING_LOGIN,
  /** Messages flow both ways. */
  LOGGED_IN,
  /** The rest of the store is on its way, then comes the end-of-session packet. */
  FINISHING,
  /** Over; every input is ignored. */
  ENDED
}
