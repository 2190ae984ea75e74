package dev.ioserver.engine.api;

/** A message that comes from a {@link Watch}. */
public sealed interface WatchMessage extends Message permits Ready {

  /** {@return the watch it comes from} */
  Watch watch();
}
