package dev.ioserver.testkit.tutorial;

import dev.ioserver.testkit.fixture.EngineLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the tutorial engine known while a class runs, and the classes nested in it. */
final class ServedHere implements BeforeAllCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace OWN =
      ExtensionContext.Namespace.create(ServedHere.class);

  /** What there was before. */
  private record Former(ClassLoader loader, Path folder) {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Thread self = Thread.currentThread();
    Path folder = Files.createTempDirectory("ioserver");
    context.getStore(OWN).put("former", new Former(self.getContextClassLoader(), folder));
    String classes = TutorialEngine.class.getPackageName() + ".Tutorial";
    self.setContextClassLoader(
        new EngineLoader(self.getContextClassLoader(), TutorialEngine.class, classes, folder));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Former former = Objects.requireNonNull(context.getStore(OWN).remove("former", Former.class));
    Thread.currentThread().setContextClassLoader(former.loader());
    try (var files = Files.list(former.folder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(former.folder());
  }
}
