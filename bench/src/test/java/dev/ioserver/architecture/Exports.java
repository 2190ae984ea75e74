package dev.ioserver.architecture;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the modules of the project show, and whom. */
final class Exports {

  /** What a module shows everybody. A module that is not here shows nothing to everybody. */
  private static final Map<String, Set<String>> TO_ALL =
      Map.of(
          "dev.ioserver.engine",
          Set.of(
              "dev.ioserver.engine",
              "dev.ioserver.engine.api",
              "dev.ioserver.engine.doctor",
              "dev.ioserver.engine.memory",
              "dev.ioserver.engine.spi"),
          "dev.ioserver.micrometer",
          Set.of("dev.ioserver.micrometer"),
          "dev.ioserver.netty",
          Set.of("dev.ioserver.netty"),
          "dev.ioserver.tls",
          Set.of("dev.ioserver.tls"),
          "dev.ioserver.testkit",
          Set.of("dev.ioserver.testkit.fixture", "dev.ioserver.testkit.suite"));

  /** What a module shows the modules of systems alone: one of each line, or some of them. */
  private static final Map<String, Set<String>> TO_SYSTEMS =
      Map.of(
          "dev.ioserver.bindings",
              Set.of(
                  "dev.ioserver.linux",
                  "dev.ioserver.bsd",
                  "dev.ioserver.windows",
                  "dev.ioserver.posix"),
          "dev.ioserver.posix", Set.of("dev.ioserver.linux", "dev.ioserver.bsd"));

  private Exports() {}

  /** The modules whose classes are in these folders; a folder without a descriptor is none. */
  static List<ModuleDescriptor> modules(List<Path> folders) {
    return folders.stream()
        .filter(folder -> Files.exists(folder.resolve("module-info.class")))
        .flatMap(folder -> ModuleFinder.of(folder).findAll().stream())
        .map(ModuleReference::descriptor)
        .toList();
  }

  /** What is shown and should not be. */
  static List<String> tooMany(ModuleDescriptor module) {
    List<String> found = new ArrayList<>();
    for (ModuleDescriptor.Exports exported : module.exports()) {
      Set<String> systems = TO_SYSTEMS.getOrDefault(module.name(), Set.of());
      boolean allowed =
          exported.isQualified()
              ? systems.containsAll(exported.targets())
              : TO_ALL.getOrDefault(module.name(), Set.of()).contains(exported.source());
      if (!allowed) {
        found.add(module.name() + " exports " + exported);
      }
    }
    return found;
  }
}
