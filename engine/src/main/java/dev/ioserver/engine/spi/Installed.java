package dev.ioserver.engine.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The engines that are on the path of this process, best first, and what became of those that could
 * not be loaded.
 *
 * <p>Thread-safety: immutable.
 */
final class Installed {

  /** A path that cannot be read at all fails at every step. */
  private static final int MOST_FAILURES = 16;

  private final List<Engine> engines = new ArrayList<>();

  /** Others, that could not be loaded, in the order of the path. */
  private final List<Failure> failures = new ArrayList<>();

  /**
   * An engine that could not be loaded.
   *
   * @param origin what names its class, or nothing if that is not known
   * @param cause one line
   */
  private record Failure(String origin, String cause) {
    boolean mayBe(SystemEngine engine) {
      return origin.isEmpty() || origin.contains(engine.place());
    }
  }

  private Installed() {}

  /**
   * Looks. The thread's own class loader comes first, since a container has the platform there; a
   * thread whose loader knows nothing of this project still finds what lies beside the engine.
   */
  static Installed look() {
    Installed found = new Installed();
    found.load(ServiceLoader.load(Engine.class));
    if (found.engines.isEmpty()) {
      found.load(ServiceLoader.load(Engine.class, Engine.class.getClassLoader()));
    }
    return found;
  }

  private void load(ServiceLoader<Engine> providers) {
    Iterator<Engine> each = providers.iterator();
    while (failures.size() < MOST_FAILURES) {
      try {
        if (!each.hasNext()) {
          return;
        }
        add(each.next());
      } catch (ServiceConfigurationError e) {
        // A provider that cannot even be loaded must not take the others with it.
        failures.add(new Failure(String.valueOf(e.getMessage()), Artifacts.cause(e)));
      } catch (LinkageError e) {
        failures.add(new Failure("", Artifacts.cause(e)));
      }
    }
  }

  private void add(Engine engine) {
    try {
      int priority = engine.priority();
      int place = engines.size();
      while (place > 0 && engines.get(place - 1).priority() < priority) {
        place--;
      }
      engines.add(place, engine);
    } catch (LinkageError e) {
      failures.add(new Failure(engine.getClass().getName(), Artifacts.cause(e)));
    }
  }

  /** Best first. */
  List<Engine> engines() {
    return engines;
  }

  /** Why others could not be loaded; one line each. */
  List<String> failures() {
    List<String> causes = new ArrayList<>();
    for (Failure failure : failures) {
      causes.add(failure.cause());
    }
    return causes;
  }

  /** The one of that name, or null. */
  @Nullable Engine named(String name) {
    for (Engine engine : engines) {
      if (engine.name().equals(name)) {
        return engine;
      }
    }
    return null;
  }

  /** Why an engine of this project is not among them; one line. */
  String absence(SystemEngine missing) {
    for (Failure failure : failures) {
      if (failure.mayBe(missing)) {
        return failure.cause();
      }
    }
    return missing.absence();
  }

  /** Why an engine cannot be used here, or null if it can. */
  static @Nullable String cause(Engine engine) {
    try {
      return engine.unavailabilityCause();
    } catch (LinkageError | RuntimeException e) {
      // Whoever asks wants the next best engine, not to hear of a broken one by a stack trace.
      return Artifacts.cause(e);
    }
  }
}
