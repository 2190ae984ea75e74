package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code java.nio} engine, "nio": available everywhere, and chosen where nothing better is.
 *
 * <p>Thread-safety: any thread.
 */
public final class NioEngine implements ReadinessEngine {

  /** For {@link java.util.ServiceLoader}. */
  public NioEngine() {}

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public @Nullable String unavailabilityCause() {
    return null;
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> features = new LinkedHashMap<>();
    features.put("selector", SelectorProvider.provider().getClass().getName());
    features.put("JDK", Runtime.version().toString());
    features.put("trigger", "level");
    features.put("resolution", "1 ms");
    return Collections.unmodifiableMap(features);
  }

  /** {@inheritDoc} They stand for channels: see {@link NioDescriptors}. */
  @Override
  public boolean hasSystemDescriptors() {
    return false;
  }

  @Override
  public ErrorCodes errorCodes() {
    return NioErrorCodes.INSTANCE;
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    try {
      return new NioPoller(maxEvents);
    } catch (IOException e) {
      NioErrorCodes codes = NioErrorCodes.INSTANCE;
      throw codes.failure("Selector.open", "", codes.result(e));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the poller is another engine's
   */
  @Override
  public Sockets openSockets(Poller poller) throws SystemCallException {
    if (!(poller instanceof NioPoller nio)) {
      throw new IllegalArgumentException("not a poller of the nio engine: " + poller);
    }
    return new NioSockets(nio);
  }
}
