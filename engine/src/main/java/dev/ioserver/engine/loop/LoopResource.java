package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.PortSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Something that lives in a loop and ends with it: a port, a listener, a timer. The loop's thread,
 * if nothing else is said.
 */
public interface LoopResource {

  /** The server closes: end in good order. {@link Residents#remove} when done. */
  void closeWithServer();

  /** End at once, because the time to close is over or the loop has failed with this cause. */
  void endNow(Throwable cause);

  /** The server shuts down: nothing new may come in here. */
  default void stopAccepting() {
    // As a rule nothing does.
  }

  /** The server shuts down, and its user has time to finish. */
  default void shutDown() {
    // As a rule nobody is told.
  }

  /** What a list of ports shows of it; null if it is none. Any thread. */
  default @Nullable PortSnapshot snapshot() {
    return null;
  }

  /** Whether a server that shuts down waits for the end of this. */
  default boolean holdsUpShutdown() {
    return false;
  }
}
