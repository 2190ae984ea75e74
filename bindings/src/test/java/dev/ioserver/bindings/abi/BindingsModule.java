package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this module's sources and classes are. */
public final class BindingsModule {
  private BindingsModule() {}

  /** The module, whether the tests start in it or in the project. */
  public static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    Path module =
        Files.isDirectory(here.resolve("src/main/jextract")) ? here : here.resolve("bindings");
    assertTrue(
        Files.isDirectory(module.resolve("src/main/jextract")), "no bindings module in " + here);
    return module;
  }

  /**
   * The folder a class was compiled to; tests patch the module, so its own location will not do.
   */
  public static Path classPathOf(Class<?> type) throws Exception {
    URI file = type.getResource(type.getSimpleName() + ".class").toURI();
    Path path = Path.of(file);
    for (int depth = type.getName().split("\\.").length; depth > 0; depth--) {
      path = path.getParent();
    }
    return path;
  }
}
