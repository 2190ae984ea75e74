package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.EngineUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The one place where an engine is chosen. */
public final class Engines {

  /** The system property that forces an engine. */
  public static final String PROPERTY = "ioserver.engine";

  private Engines() {}

  /**
   * The engine of that name; without a name the one that the system property names; without that
   * the best that is available.
   *
   * @throws EngineUnavailableException if there is none, saying for each why not
   */
  public static Engine choose(@Nullable String name) {
    String wanted = name != null ? name : System.getProperty(PROPERTY);
    List<String> reasons = new ArrayList<>();
    for (Engine provider : all()) {
      String cause = provider.unavailabilityCause();
      boolean asked = wanted == null || wanted.equals(provider.name());
      if (asked && cause == null) {
        return provider;
      }
      reasons.add(
          provider.name()
              + ": "
              + (cause != null ? cause : "available, but not the one asked for"));
    }
    String what =
        wanted == null ? "no engine can run here" : "the engine '" + wanted + "' cannot be used";
    throw new EngineUnavailableException(what + " (" + String.join("; ", reasons) + ")");
  }

  /** All engines that are installed, best first, available or not. */
  public static List<Engine> all() {
    List<Engine> found = new ArrayList<>();
    var providers = ServiceLoader.load(Engine.class);
    var iterator = providers.iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        found.add(iterator.next());
      } catch (ServiceConfigurationError e) {
        // A provider that cannot even be loaded must not take the others with it.
        System.getLogger("dev.ioserver.engine")
            .log(System.Logger.Level.WARNING, "an engine could not be loaded", e);
      }
    }
    found.sort(Comparator.comparingInt(Engine::priority).reversed());
    return found;
  }
}
