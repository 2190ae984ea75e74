package dev.ioserver.engine.spi;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is wrong with how this process was started and does no harm at once: properties that nobody
 * reads, jars that were not made for each other. The log has it once, when the first engine is
 * chosen.
 *
 * <p>Thread-safety: any thread.
 */
final class Complaints {

  /** Whether somebody has looked. Any thread: CAS. */
  private static final AtomicBoolean LOOKED = new AtomicBoolean();

  private Complaints() {}

  /** Looks once, at the first engine that is chosen. */
  static void tell(Engine chosen) {
    if (!LOOKED.getPlain() && LOOKED.compareAndSet(false, true)) {
      for (String complaint : about(chosen, Versions.mayHaveCopies())) {
        System.getLogger(Engines.LOG).log(WARNING, complaint);
      }
    }
  }

  /**
   * One line each.
   *
   * @param everywhere whether there is time to look into every jar
   */
  static List<String> about(Engine chosen, boolean everywhere) {
    List<String> found = new ArrayList<>(0);
    KnownProperties.check(found);
    // Of two engines, one has another version than the rest: that needs no second line.
    if (!everywhere || !Versions.hasCopies(found)) {
      Versions.check(chosen, found);
    }
    return found;
  }
}
