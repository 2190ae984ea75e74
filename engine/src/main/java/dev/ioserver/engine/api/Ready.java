package dev.ioserver.engine.api;

/**
 * A watched descriptor is ready: see {@link Watch} for when one comes, and when the next.
 *
 * @param watch that is ready
 * @param readiness bits of {@link Interest}: READ, WRITE, PEER_CLOSED and ERROR. An end or an error
 *     comes with READ or WRITE, so that the call that follows shows it
 */
public record Ready(Watch watch, int readiness) implements WatchMessage {

  /** {@return whether a read does not block now: there is something, or the end, or an error} */
  public boolean isReadable() {
    return (readiness & Interest.READ) != 0;
  }

  /** {@return whether a write does not block now: there is room, or an error} */
  public boolean isWritable() {
    return (readiness & Interest.WRITE) != 0;
  }
}
