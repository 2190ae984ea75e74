package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.SimSocket;

/**
 * What a user does, or has the simulation do.
 *
 * @param kind what is done
 * @param who the end of a connection, the server, or the timer that it is about
 * @param amount bytes, credit or nanoseconds, as the kind says
 */
record Step(Kind kind, int who, int amount) {

  /** What there is to do. */
  enum Kind {
    /** An end "a" begins to connect. */
    CONNECT,
    /** So many bytes are sent from a buffer. */
    SEND,
    /** So many bytes are sent from a segment. */
    SEND_SEGMENT,
    /** So many bytes are sent, gathered from several buffers. */
    SEND_GATHERED,
    /** What was sent is flushed. */
    FLUSH,
    /** So much credit is given, or taken if it is negative. */
    ACTIVE,
    /** Credit without a limit is given. */
    UNLIMITED,
    /** All credit is taken back. */
    PAUSE,
    /** So many bytes are read from a passive port. */
    READ,
    /** The output is shut down. */
    SHUT_DOWN,
    /** The port is closed. */
    CLOSE,
    /** The port is aborted. */
    ABORT,
    /** Data that was received and kept is released. */
    RELEASE,
    /** A stranger sends so many bytes when a server waits next. */
    STRANGER_SENDS,
    /** A stranger gives so much credit when a server waits next. */
    STRANGER_ACTIVE,
    /** A stranger closes the port when a server waits next. */
    STRANGER_CLOSES,
    /** A stranger aborts the port when a server waits next. */
    STRANGER_ABORTS,
    /** A server waits without end; strangers come meanwhile, and in the end wake it. */
    WAIT,
    /** A server is run once, for so many messages. */
    POLL,
    /** The network moves what it has. */
    MOVE,
    /** So many microseconds pass. */
    PASS,
    /** A timer is set for so many microseconds from now. */
    TIMER,
    /** A timer is cancelled. */
    CANCEL,
    /** A listener gets so much credit. */
    LISTENER_ACTIVE,
    /** A listener is closed. */
    LISTENER_CLOSE,
    /** A server is closed. */
    SERVER_CLOSE
  }

  @Override
  public String toString() {
    return switch (kind) {
      case MOVE -> "move";
      case PASS -> "pass " + amount + " us";
      case POLL, WAIT, SERVER_CLOSE, LISTENER_CLOSE, LISTENER_ACTIVE, TIMER, CANCEL ->
          kind.name().toLowerCase(java.util.Locale.ROOT) + " S" + who + " " + amount;
      default ->
          SimSocket.name(who) + " " + kind.name().toLowerCase(java.util.Locale.ROOT) + " " + amount;
    };
  }
}
