package dev.ioserver.linux;

import dev.ioserver.bindings.linux.LinuxBindings;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ProcessBarrier;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.posix.PosixErrorCodes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine that calls epoll. This class itself touches nothing native, so that any system can
 * load it and ask.
 *
 * <p>Thread-safety: any thread.
 */
public final class EpollEngine implements ReadinessEngine {

  /** For {@link java.util.ServiceLoader}. */
  public EpollEngine() {}

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public int priority() {
    return 100;
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoClassDefFoundError if one of the jars that this stands on is missing
   */
  @Override
  public @Nullable String unavailabilityCause() {
    Objects.requireNonNull(PosixErrorCodes.class); // Is its jar there? Nothing else asks so early.
    String cause = LinuxBindings.unavailabilityCause();
    return cause == null ? kernelCause() : cause;
  }

  @Override
  public Map<String, String> features() {
    return unavailabilityCause() == null ? LinuxFeatures.found() : Map.of();
  }

  @Override
  public ErrorCodes errorCodes() {
    return LinuxErrorCodes.INSTANCE;
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    return EpollPoller.open(maxEvents);
  }

  @Override
  public Poller openPoller(int maxEvents, int busyPollMicros) throws SystemCallException {
    EpollPoller poller = EpollPoller.open(maxEvents);
    if (busyPollMicros > 0) {
      try {
        poller.busyPollSockets(BusyPoll.start((int) poller.descriptor(), busyPollMicros));
      } catch (SystemCallException | RuntimeException | Error e) {
        poller.close();
        throw e;
      }
    }
    return poller;
  }

  @Override
  public @Nullable ProcessBarrier processBarrier() {
    return Membarriers.found();
  }

  @Override
  public Sockets openSockets(Poller poller) {
    return new LinuxSockets(poller instanceof EpollPoller epoll ? epoll.socketBusyPollMicros() : 0);
  }

  /**
   * Whether the kernel, or a filter in front of it, refuses epoll or eventfd. Asked each time: it
   * costs a few system calls, and nobody asks often.
   */
  private static @Nullable String kernelCause() {
    try {
      EpollPoller.open(1).close();
      return null;
    } catch (SystemCallException e) {
      // A lack of descriptors will pass, and must not silently choose another engine for ever.
      boolean refused = e.kind() == Kind.NOT_SUPPORTED || e.kind() == Kind.PERMISSION_DENIED;
      return refused
          ? e.codeName()
              + " from "
              + e.call()
              + ": a seccomp profile refuses the call, or the kernel is too old for it; allow"
              + " epoll_create1, epoll_ctl, epoll_wait, epoll_pwait2 and eventfd2 to this process"
          : null;
    }
  }
}
