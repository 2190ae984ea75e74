package dev.ioserver.engine.loop;

/** Who shuts a server down. The loop's thread. */
public interface ShutdownWatch {

  /** Nothing that it waits for is left in this loop. */
  void nothingLeft();

  /** The time is over. */
  void timeOver();
}
