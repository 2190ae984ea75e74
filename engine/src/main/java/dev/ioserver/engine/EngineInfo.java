package dev.ioserver.engine;

import dev.ioserver.engine.spi.Engines;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an installed engine: for diagnosis.
 *
 * @param name what {@code -Dioserver.engine} takes
 * @param priority the highest available is chosen
 * @param unavailabilityCause null if it can run here, else why not
 * @param features what was found in this system; empty if it cannot run here
 */
public record EngineInfo(
    String name, int priority, @Nullable String unavailabilityCause, Map<String, String> features) {

  /** All installed engines, best first. */
  public static List<EngineInfo> all() {
    return Engines.all().stream()
        .map(
            provider -> {
              String cause = provider.unavailabilityCause();
              return new EngineInfo(
                  provider.name(),
                  provider.priority(),
                  cause,
                  cause == null ? provider.features() : Map.of());
            })
        .toList();
  }
}
