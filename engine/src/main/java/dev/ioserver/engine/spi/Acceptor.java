package dev.ioserver.engine.spi;

/** A listening socket within a {@link Transport}. Belongs to the thread that runs the transport. */
public interface Acceptor extends Endpoint {

  /**
   * Keep accepting, or stop. Starts off. Turned on after an accept that failed, it tries again.
   *
   * @param on whether connections are welcome
   */
  void accepting(boolean on);

  /** Closes now, then {@link AcceptHandler#onClosed}, maybe within this call. Idempotent. */
  void close();
}
