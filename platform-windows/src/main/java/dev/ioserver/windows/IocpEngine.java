package dev.ioserver.windows;

import dev.ioserver.bindings.windows.WindowsBindings;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine that waits on a completion port. This class itself touches nothing native, so that any
 * system can load it and ask.
 *
 * <p>Thread-safety: any thread.
 */
public final class IocpEngine implements ReadinessEngine {

  /** For {@link java.util.ServiceLoader}. */
  public IocpEngine() {}

  @Override
  public String name() {
    return "iocp";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public @Nullable String unavailabilityCause() {
    String cause = WindowsBindings.unavailabilityCause();
    return cause == null ? kernelCause() : cause;
  }

  @Override
  public Map<String, String> features() {
    return unavailabilityCause() == null ? WindowsFeatures.found() : Map.of();
  }

  @Override
  public ErrorCodes errorCodes() {
    return WindowsErrorCodes.INSTANCE;
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    return IocpPoller.open(maxEvents);
  }

  @Override
  public Sockets openSockets(Poller poller) throws SystemCallException {
    Winsock.start();
    return new WindowsSockets();
  }

  /**
   * Whether the system refuses the port or the device. Asked each time: it costs a few system
   * calls, and nobody asks often.
   */
  private static @Nullable String kernelCause() {
    try {
      IocpPoller.open(1).close();
      return null;
    } catch (SystemCallException e) {
      // A lack of memory or handles will pass, and must not silently choose another engine for
      // ever.
      boolean passes = e.kind() == Kind.NO_RESOURCES || e.kind() == Kind.TOO_MANY_DESCRIPTORS;
      return passes ? null : e.codeName() + " from " + e.call() + ": a sandbox, perhaps";
    }
  }
}
