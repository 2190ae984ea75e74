package dev.ioserver.testkit.suite;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.ServiceLoader;

/** The java.nio engine with a poller that can be made to fail. */
public final class FaultyEngine implements ReadinessEngine {

  static final String NAME = "faulty";

  /** The system property that makes every poll fail from now on. */
  static final String BROKEN = "ioserver.test.broken";

  private static final int CODE = 9_999;

  private final ReadinessEngine real =
      ServiceLoader.load(Engine.class, ClassLoader.getSystemClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .filter(engine -> engine.name().equals("nio"))
          .map(ReadinessEngine.class::cast)
          .findFirst()
          .orElseThrow();

  /** The poller that is real; the sockets know no other. */
  private Poller last;

  public FaultyEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public String unavailabilityCause() {
    return null;
  }

  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  @Override
  public ErrorCodes errorCodes() {
    ErrorCodes codes = real.errorCodes();
    return new ErrorCodes() {
      @Override
      public String name(int code) {
        return code == CODE ? "EFAULTY" : codes.name(code);
      }

      @Override
      public String text(int code) {
        return code == CODE ? "made to fail" : codes.text(code);
      }

      @Override
      public SystemCallException.Kind kind(int code) {
        return code == CODE ? SystemCallException.Kind.OTHER : codes.kind(code);
      }
    };
  }

  @Override
  public Poller openPoller(int maxEvents) throws SystemCallException {
    Poller poller = real.openPoller(maxEvents);
    last = poller;
    return (Poller)
        Proxy.newProxyInstance(
            FaultyEngine.class.getClassLoader(),
            new Class<?>[] {Poller.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("poll") && Boolean.getBoolean(BROKEN)) {
                return -CODE;
              }
              try {
                return method.invoke(poller, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Sockets openSockets(Poller poller) throws SystemCallException {
    return real.openSockets(last);
  }
}
