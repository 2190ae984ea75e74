package dev.ioserver.examples;

import dev.ioserver.engine.EngineInfo;
import java.util.List;

/** The engines that can run here. */
public final class AvailableEngines {

  private AvailableEngines() {}

  /** Their names, best first. */
  public static List<String> names() {
    return EngineInfo.all().stream()
        .filter(engine -> engine.unavailabilityCause() == null)
        .map(EngineInfo::name)
        .toList();
  }
}
