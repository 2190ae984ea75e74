package dev.ioserver.engine.api;

/**
 * What a registration of a raw selector waits for, and what an event says, as bits of an {@code
 * int}.
 */
public final class Interest {

  /** Nothing: the registration is kept, and the kernel is asked for nothing, not even errors. */
  public static final int NONE = 0;

  /** Bytes to read, a connection to accept, or the peer's end. */
  public static final int READ = 1;

  /** Room to write, or a connection that stands. */
  public static final int WRITE = 1 << 1;

  /**
   * With a registration: report changes to readiness rather than readiness. Only on engines with
   * edges; {@code IoSelector.isEdgeTriggered()} tells.
   */
  public static final int EDGE = 1 << 2;

  /** In an event: the peer has sent its last byte. Comes with {@link #READ}. */
  public static final int PEER_CLOSED = 1 << 3;

  /**
   * In an event: the descriptor failed; the next call on it says how. Comes with READ and WRITE.
   */
  public static final int ERROR = 1 << 4;

  /** All bits that may be asked for. */
  public static final int MASK = READ | WRITE | EDGE;

  private Interest() {}
}
