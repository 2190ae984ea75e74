package dev.ioserver.engine.spi;

import dev.ioserver.engine.EngineUnavailableException;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.transport.ReadinessTransport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One engine, found through {@link java.util.ServiceLoader}. Loading and asking a provider must
 * work on every system: one that cannot run here says so through {@link #unavailabilityCause()}.
 *
 * <p>Thread-safety: any thread.
 */
public interface EngineProvider {

  /** The name that {@code -Dioserver.engine} takes: "epoll", "nio". */
  String name();

  /** The highest available wins. 0 is the portable fallback; kernel engines take 100 and more. */
  int priority();

  /** Null if this engine can run here, else why not and what would help, in one line. */
  @Nullable String unavailabilityCause();

  /** What was found in this system, name to value, in a fixed order: for {@code doctor}. */
  Map<String, String> features();

  /** The error codes of this system. */
  ErrorCodes errorCodes();

  /**
   * Opens a poller. It belongs to one thread at a time, apart from its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   */
  Poller openPoller(int maxEvents) throws SystemCallException;

  /**
   * As the other, with waits that poll the network device before they sleep. Whoever asks for that
   * expects to get it, so an engine that cannot do it fails; one that can overrides this.
   *
   * @param busyPollMicros microseconds; 0 leaves it to the system, and then this is the other
   * @throws EngineUnavailableException if this engine never does it
   * @throws SystemCallException if this system does not do it, or does not allow it
   */
  default Poller openPoller(int maxEvents, int busyPollMicros) throws SystemCallException {
    if (busyPollMicros > 0) {
      throw new EngineUnavailableException(
          "the "
              + name()
              + " engine cannot poll network devices, but busyPollMicros is "
              + busyPollMicros
              + "; use the epoll engine, on Linux, or leave it at 0");
    }
    return openPoller(maxEvents);
  }

  /**
   * The system's way to fence in all threads of this process at once, made ready to be used; null
   * (the default) where there is none.
   */
  default @Nullable ProcessBarrier processBarrier() {
    return null;
  }

  /**
   * Opens the socket calls for a loop: whatever they need to be called without allocating. They
   * belong to one thread at a time.
   *
   * @param poller the poller of the same loop, for engines where the two share something
   */
  Sockets openSockets(Poller poller) throws SystemCallException;

  /**
   * Opens the transport of one loop. An engine that completes rather than notifies overrides this.
   */
  default Transport openTransport(TransportContext context) throws SystemCallException {
    return ReadinessTransport.open(this, context);
  }
}
