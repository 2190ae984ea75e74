package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this module's sources are, whether the tests start in the module or in the project. */
final class BindingsModule {
  private BindingsModule() {}

  static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    Path module =
        Files.isDirectory(here.resolve("src/main/jextract")) ? here : here.resolve("bindings");
    assertTrue(
        Files.isDirectory(module.resolve("src/main/jextract")), "no bindings module in " + here);
    return module;
  }
}
