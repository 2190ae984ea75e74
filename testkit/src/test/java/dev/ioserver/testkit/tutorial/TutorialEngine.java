package dev.ioserver.testkit.tutorial;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.util.Map;

/** The smallest engine: java.nio, without any thought of speed. */
public final class TutorialEngine implements ReadinessEngine {

  @Override
  public String name() {
    return "tutorial";
  }

  @Override
  public int priority() {
    return -1; // Behind the portable fallback: only for those who ask for it.
  }

  @Override
  public String unavailabilityCause() {
    return null; // It can run anywhere.
  }

  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  @Override
  public ErrorCodes errorCodes() {
    return TutorialCodes.INSTANCE;
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    return new TutorialPoller();
  }

  @Override
  public Sockets openSockets(Poller poller) {
    return new TutorialSockets((TutorialPoller) poller);
  }
}
