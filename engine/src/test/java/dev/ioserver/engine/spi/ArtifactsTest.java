package dev.ioserver.engine.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class ArtifactsTest {

  @Test
  void aClassThatIsMissingIsNotLeftWithoutItsArtifact() {
    assertEquals(
        "dev.ioserver:ioserver-platform-posix is not on the class path (there is no"
            + " dev.ioserver.posix.PosixSockets): add it",
        Artifacts.cause(new NoClassDefFoundError("dev/ioserver/posix/PosixSockets")));
    assertEquals(
        "dev.ioserver:ioserver-bindings is not on the class path (there is no"
            + " dev.ioserver.bindings.linux.LinuxCalls): add it",
        Artifacts.cause(
            new ServiceConfigurationError(
                "a provider could not be instantiated",
                new ClassNotFoundException("dev.ioserver.bindings.linux.LinuxCalls"))));
  }

  /** The class is there, and its beginning failed. */
  @Test
  void aClassThatFailedBeforeIsNotCalledMissing() {
    String cause =
        Artifacts.cause(
            new NoClassDefFoundError(
                "Could not initialize class dev.ioserver.bindings.abi.Linking"));
    assertEquals(
        "it could not be loaded: java.lang.NoClassDefFoundError: Could not initialize class"
            + " dev.ioserver.bindings.abi.Linking",
        cause);
  }

  @Test
  void jarsThatDoNotFitAreNotCalledMissing() {
    for (Throwable failure :
        new Throwable[] {
          new NoClassDefFoundError("dev/ioserver/engine/spi/Datagrams"),
          new NoSuchMethodError("'void dev.ioserver.engine.spi.Poller.arm()'"),
          new AbstractMethodError("no errorCodes"),
          new UnsupportedClassVersionError("class file version 70.0")
        }) {
      String cause = Artifacts.cause(failure);
      assertTrue(cause.startsWith("it does not fit this engine (" + failure), cause);
      assertTrue(cause.contains("use one version of all dev.ioserver artifacts"), cause);
    }
  }
}
