package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose kernel notifies: epoll, kqueue, AFD polls over a completion port, java.nio. It
 * supplies a poller with its waker, and the socket calls; the engine module makes a {@link
 * Transport} and a raw selector of them.
 *
 * <p>Thread-safety: any thread.
 */
public non-sealed interface ReadinessEngine extends Engine {

  /** {@return the error codes of this system} */
  ErrorCodes errorCodes();

  /**
   * Opens a poller. It belongs to one thread at a time, apart from its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   * @return the poller, which the caller closes
   * @throws SystemCallException if the system refuses
   */
  Poller openPoller(int maxEvents) throws SystemCallException;

  /**
   * As the other, with waits that poll the network device before they sleep. Whoever asks for that
   * expects to get it, so an engine that cannot do it fails; one that can overrides this.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   * @param busyPollMicros microseconds; 0 leaves it to the system, and then this is the other
   * @return the poller, which the caller closes
   * @throws EngineUnavailableException if this engine never does it
   * @throws SystemCallException if this system does not do it, or does not allow it
   */
  default Poller openPoller(int maxEvents, int busyPollMicros) throws SystemCallException {
    if (busyPollMicros > 0) {
      throw new EngineUnavailableException(
          "the "
              + name()
              + " engine cannot poll network devices, but busyPoll is "
              + busyPollMicros
              + " us; use the epoll engine, on Linux, or leave it at 0");
    }
    return openPoller(maxEvents);
  }

  /**
   * {@return the system's way to fence in all threads of this process at once, made ready to be
   * used; null (the default) where there is none}
   */
  default @Nullable ProcessBarrier processBarrier() {
    return null;
  }

  /**
   * Opens the socket calls for a loop: whatever they need to be called without allocating. They
   * belong to one thread at a time.
   *
   * @param poller the poller of the same loop, for engines where the two share something
   * @return the socket calls, which the caller closes
   * @throws SystemCallException if the system refuses
   */
  Sockets openSockets(Poller poller) throws SystemCallException;
}
