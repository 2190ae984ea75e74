package dev.ioserver.engine.api;

/**
 * Nothing was read from a port, or nothing written to it, for as long as its options say ({@link
 * PortOptions#readIdle(java.time.Duration)}, {@link PortOptions#writeIdle(java.time.Duration)}). It
 * is told again after each further such time, and may be ignored. It is not told while messages of
 * the port wait to be received: then it is the receiver who is late.
 *
 * @param port that it is about
 * @param direction what did not happen
 */
public record Idle(Port port, Direction direction) implements PortMessage {

  /** A direction of a connection. */
  public enum Direction {
    /** From the peer. */
    READING,
    /** To the peer. */
    WRITING
  }
}
