package dev.ioserver.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a failure to load a class means for whoever put the jars together.
 *
 * <p>Thread-safety: no state.
 */
final class Artifacts {

  /** How the artifacts of this project begin. */
  static final String GROUP = "dev.ioserver:ioserver-";

  /** The artifact that brings all that there is. */
  static final String ALL = "dev.ioserver:ioserver";

  private static final String ENGINE = "dev.ioserver.engine.";

  private Artifacts() {}

  /** Why something cannot be used, out of what it threw; one line. */
  static String cause(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof NoClassDefFoundError || e instanceof ClassNotFoundException) {
        String missing = String.valueOf(e.getMessage()).replace('/', '.');
        if (missing.startsWith(ENGINE)) {
          return misfit(e);
        }
        String artifact = of(missing);
        if (artifact != null) {
          return artifact + " is not on the class path (there is no " + missing + "): add it";
        }
      }
      if (e instanceof IncompatibleClassChangeError || e instanceof UnsupportedClassVersionError) {
        return misfit(e);
      }
    }
    return "it could not be loaded: " + failure;
  }

  /** Its jar and that of the engine were not made for each other. */
  private static String misfit(Throwable failure) {
    return "it does not fit this engine ("
        + failure
        + "): use one version of all dev.ioserver artifacts; the BOM "
        + GROUP
        + "bom names them";
  }

  /** The artifact that has a class, or null if nobody here knows. A sentence is no class. */
  private static @Nullable String of(String type) {
    if (type.indexOf(' ') >= 0) {
      return null;
    }
    if (type.startsWith("dev.ioserver.bindings.")) {
      return GROUP + "bindings";
    }
    if (type.startsWith("dev.ioserver.posix.")) {
      return GROUP + "platform-posix";
    }
    if (type.startsWith("org.jctools.queues.varhandle.")) {
      return "org.jctools:jctools-core-jdk11";
    }
    return type.startsWith("org.jctools.") ? "org.jctools:jctools-core" : null;
  }
}
