package dev.ioserver.engine.api;

/** Where a port is in its life, as {@link PortSnapshot} shows it. */
public enum PortState {
  /** It waits for its loop, or for the peer's answer. */
  CONNECTING,
  /** It sends and receives. */
  OPEN,
  /** What was sent is written; then it lingers until the peer has closed as well. */
  CLOSING,
  /** Why it failed was told, or is about to be. */
  FAILED,
  /** It has ended. */
  CLOSED
}
