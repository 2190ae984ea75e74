package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdBindings;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.posix.PosixErrorCodes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine that calls kqueue. This class itself touches nothing native, so that any system can
 * load it and ask.
 *
 * <p>Thread-safety: any thread.
 */
public final class KqueueEngine implements ReadinessEngine {

  /** For {@link java.util.ServiceLoader}. */
  public KqueueEngine() {}

  @Override
  public String name() {
    return "kqueue";
  }

  /**
   * {@inheritDoc}
   *
   * <p>A library that stands in for a kernel's kqueue is for whoever asks for it by name: it comes
   * behind the engine of the system itself.
   */
  @Override
  public int priority() {
    return BsdBindings.isStandIn() ? 50 : 100;
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoClassDefFoundError if one of the jars that this stands on is missing
   */
  @Override
  public @Nullable String unavailabilityCause() {
    Objects.requireNonNull(PosixErrorCodes.class); // Is its jar there? Nothing else asks so early.
    String cause = BsdBindings.unavailabilityCause();
    return cause == null ? kernelCause() : cause;
  }

  @Override
  public Map<String, String> features() {
    return unavailabilityCause() == null ? BsdFeatures.found() : Map.of();
  }

  @Override
  public ErrorCodes errorCodes() {
    return BsdSockets.CODES;
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    return KqueuePoller.open(maxEvents);
  }

  @Override
  public Sockets openSockets(Poller poller) {
    return new BsdSockets((KqueuePoller) poller);
  }

  /**
   * Whether the kernel refuses kqueue. Asked each time: it costs a few system calls, and nobody
   * asks often.
   */
  private static @Nullable String kernelCause() {
    try {
      KqueuePoller.open(1).close();
      return null;
    } catch (SystemCallException e) {
      // A lack of descriptors will pass, and must not silently choose another engine for ever.
      boolean refused = e.kind() == Kind.NOT_SUPPORTED || e.kind() == Kind.PERMISSION_DENIED;
      return refused
          ? e.codeName() + " from " + e.call() + ": a jail or a sandbox refuses it, perhaps"
          : null;
    }
  }
}
