package dev.ioserver.engine.api;

/** A message that comes from a {@link Timer}. */
public sealed interface TimerMessage extends Message permits Expired {

  /** {@return the timer it comes from} */
  Timer timer();
}
