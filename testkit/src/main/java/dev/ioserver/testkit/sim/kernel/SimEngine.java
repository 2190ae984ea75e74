package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.NanoClock;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine over the simulated kernel. It is there only on a thread that runs a simulation, so
 * that nobody else gets it.
 */
public final class SimEngine implements ReadinessEngine {

  /** The name to ask for. */
  public static final String NAME = "sim";

  private final @Nullable SimKernel kernel = SimKernel.current();

  /** The engine of the simulation that the calling thread runs. */
  public SimEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -100;
  }

  @Override
  public @Nullable String unavailabilityCause() {
    return kernel == null ? "this thread runs no simulation" : null;
  }

  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  @Override
  public NanoClock clock() {
    return kernel == null ? NanoClock.SYSTEM : kernel::now;
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    if (kernel != null) {
      kernel.allocating();
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  @Override
  public ErrorCodes errorCodes() {
    return SimCodes.INSTANCE;
  }

  @Override
  public Poller openPoller(int maxEvents) {
    return new SimPoller(kernel(), maxEvents);
  }

  @Override
  public Sockets openSockets(Poller poller) {
    return new SimSockets(kernel());
  }

  private SimKernel kernel() {
    SimKernel running = kernel;
    if (running == null) {
      throw new IllegalStateException("this thread runs no simulation");
    }
    return running;
  }
}
