package dev.ioserver.engine.loop;

/** Something with messages to be written. The loop's thread. */
public interface Flushable {

  /** Writes what was sent so far. */
  void flushNow();
}
