package dev.ioserver.engine.api;

/** A message that comes from a {@link Listener}. */
public sealed interface ListenerMessage extends Message permits Accepted {

  /** {@return the listener it comes from} */
  Listener listener();
}
