package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.EngineUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/** The one place where an engine is chosen. */
public final class Engines {

  /** The system property that forces an engine. */
  public static final String PROPERTY = "ioserver.engine";

  /** Where it is said what was chosen against one's expectation. */
  static final String LOG = "dev.ioserver.engine";

  private Engines() {}

  /**
   * {@return the engine of that name; without a name the one that the system property names;
   * without that the best that is available} If the last is not the best that this system has, the
   * log has one warning in the life of the process, which says why and what to do.
   *
   * @param name of the engine, or null for the best that is available
   * @throws EngineUnavailableException if there is none, saying for each why not; if there is no
   *     engine of that name, or it cannot be used here; if the library of queues is missing
   */
  public static Engine choose(@Nullable String name) {
    String forced = name == null ? System.getProperty(PROPERTY) : null;
    Installed installed = Installed.look();
    Engine chosen = choose(name, forced, installed);
    if (name == null && forced == null && chosen.priority() < SystemEngine.PRIORITY) {
      SecondBest.tell(chosen, installed);
    }
    Complaints.tell(chosen);
    return chosen;
  }

  /** {@return all engines that are installed, best first, available or not} */
  public static List<Engine> all() {
    return Installed.look().engines();
  }

  /** {@return the best engine for this system, if it is not among {@link #all()}; else null} */
  public static @Nullable MissingEngine missing() {
    SystemEngine best = SystemEngine.here();
    Installed installed = Installed.look();
    return best == null || installed.named(best.engine()) != null
        ? null
        : new MissingEngine(best.engine(), SystemEngine.PRIORITY, installed.absence(best));
  }

  /**
   * {@return why an engine cannot be used here, even if it is broken; null if it can; one line}
   *
   * @param engine which one
   */
  public static @Nullable String unavailabilityCause(Engine engine) {
    return Installed.cause(engine);
  }

  /** {@return what {@code choose(null)} would come to; the log hears nothing of it} */
  public static Outlook outlook() {
    String forced = System.getProperty(PROPERTY);
    Installed installed = Installed.look();
    Engine chosen;
    try {
      chosen = choose(null, forced, installed);
    } catch (EngineUnavailableException e) {
      List<String> complaints = new ArrayList<>();
      KnownProperties.check(complaints);
      return new Outlook(null, e.getMessage(), null, complaints);
    }
    String secondBest = SecondBest.inWords(chosen, installed);
    return new Outlook(
        chosen.name(),
        null,
        secondBest == null || forced == null
            ? secondBest
            : "-D" + PROPERTY + "=" + forced + " has it so: " + secondBest,
        Complaints.about(chosen, true));
  }

  private static Engine choose(
      @Nullable String name, @Nullable String forced, Installed installed) {
    requireQueues();
    if (name != null) {
      return named(name, "", installed);
    }
    return forced == null ? best(installed) : named(forced, " (-D" + PROPERTY + ")", installed);
  }

  private static Engine best(Installed installed) {
    for (Engine engine : installed.engines()) {
      if (Installed.cause(engine) == null) {
        return engine;
      }
    }
    List<String> reasons = new ArrayList<>();
    for (Engine engine : installed.engines()) {
      reasons.add(engine.name() + ": " + Installed.cause(engine));
    }
    reasons.addAll(installed.failures());
    throw new EngineUnavailableException(
        "no engine can run here (" + String.join("; ", reasons) + ")");
  }

  private static Engine named(String wanted, String origin, Installed installed) {
    Engine found = installed.named(wanted);
    SystemEngine known = SystemEngine.named(wanted);
    if (found == null && known == null) {
      throw new EngineUnavailableException(
          "there is no engine '"
              + wanted
              + "'"
              + origin
              + "; there are "
              + String.join(", ", names(installed)));
    }
    String cause =
        found == null ? installed.absence(Objects.requireNonNull(known)) : Installed.cause(found);
    if (found != null && cause == null) {
      return found;
    }
    throw new EngineUnavailableException(
        "the engine '" + wanted + "'" + origin + " cannot be used here: " + cause);
  }

  /** The names that there are, installed or not. */
  private static Set<String> names(Installed installed) {
    Set<String> names = new LinkedHashSet<>();
    for (Engine engine : installed.engines()) {
      names.add(engine.name());
    }
    for (SystemEngine known : SystemEngine.values()) {
      names.add(known.engine());
    }
    return names;
  }

  /** A jar of the engine's own that is missing is named before anything is opened. */
  private static void requireQueues() {
    try {
      // Every loop loads this class, which stands on both jars.
      Objects.requireNonNull(MpscUnboundedVarHandleArrayQueue.class);
    } catch (LinkageError e) {
      EngineUnavailableException missing = new EngineUnavailableException(Artifacts.cause(e));
      missing.initCause(e);
      throw missing;
    }
  }
}
