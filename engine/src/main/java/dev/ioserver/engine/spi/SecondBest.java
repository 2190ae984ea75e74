package dev.ioserver.engine.spi;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says that an engine is used although this system has a better one, once.
 *
 * <p>Thread-safety: any thread.
 */
final class SecondBest {

  /** Whether it was said. Any thread: CAS. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private SecondBest() {}

  /** Looks at an engine that nobody asked for by name, and that calls no system directly. */
  static void tell(Engine chosen, Installed installed) {
    String text = inWords(chosen, installed);
    if (text != null && TOLD.compareAndSet(false, true)) {
      System.getLogger(Engines.LOG).log(WARNING, text);
    }
  }

  /** What there is to say about it; null if it is the best that this system has. */
  static @Nullable String inWords(Engine chosen, Installed installed) {
    SystemEngine best = SystemEngine.here();
    if (best == null
        || chosen.priority() >= SystemEngine.PRIORITY
        || chosen.name().equals(best.engine())) {
      return null;
    }
    String cause = cause(best, installed);
    return "the engine "
        + chosen.name()
        + " is used although this system has a better one, "
        + best.engine()
        + (cause == null ? "" : ", which cannot be used: " + cause);
  }

  /** Why the engine of a system cannot be used, or null if it can. */
  static @Nullable String cause(SystemEngine best, Installed installed) {
    Engine engine = installed.named(best.engine());
    return engine == null ? installed.absence(best) : Installed.cause(engine);
  }
}
