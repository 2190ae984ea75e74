package dev.ioserver.engine.api;

/**
 * The datagrams that one call to the system has brought, without an object for each: it stands
 * before the first at first, and {@link #next()} moves it on. Everything else is about the datagram
 * that it stands on.
 *
 * <p>It is one object, which belongs to the port, and holds during the call that it is given to.
 * The bytes are the port's: what is wanted for longer has to be copied.
 *
 * <p>Thread-safety: the thread that it is given to.
 */
public interface DatagramCursor extends ReceivedDatagram {

  /** {@return the port that they came to} */
  DatagramPort port();

  /** {@return how many there are in all} */
  int count();

  /** {@return whether there is one more; the cursor stands on it then} */
  boolean next();
}
