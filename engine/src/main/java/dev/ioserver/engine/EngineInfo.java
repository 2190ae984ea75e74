package dev.ioserver.engine;

import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.MissingEngine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an engine: for diagnosis.
 *
 * @param name what {@code -Dioserver.engine} takes
 * @param priority the highest available is chosen
 * @param unavailabilityCause null if it can run here, else why not and what would help
 * @param features what was found in this system; empty if it cannot run here
 */
public record EngineInfo(
    String name, int priority, @Nullable String unavailabilityCause, Map<String, String> features) {

  /**
   * {@return all installed engines, best first; and the best for this system, even if it is
   * missing}
   */
  public static List<EngineInfo> all() {
    MissingEngine missing = Engines.missing();
    Stream<EngineInfo> first =
        missing == null
            ? Stream.empty()
            : Stream.of(
                new EngineInfo(missing.name(), missing.priority(), missing.cause(), Map.of()));
    return Stream.concat(first, Engines.all().stream().map(EngineInfo::of)).toList();
  }

  /**
   * Why a server whose options name no engine would not get the best engine that this system has,
   * and what would help, in one line: the warning that the log has when such a server is opened.
   * Null if it would get the best one, or none at all.
   *
   * @return the line, or null
   */
  public static @Nullable String secondBest() {
    return Engines.outlook().secondBest();
  }

  private static EngineInfo of(Engine engine) {
    String cause = Engines.unavailabilityCause(engine);
    return new EngineInfo(
        engine.name(), engine.priority(), cause, cause == null ? engine.features() : Map.of());
  }
}
