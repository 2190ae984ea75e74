package dev.ioserver.engine.spi;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the jars of this process were made for each other. A jar has its version in its manifest,
 * a module in its descriptor. What runs from a folder of classes has none, and nobody complains.
 *
 * <p>Thread-safety: no state.
 */
final class Versions {

  /** How the titles in this project's manifests begin; a jar of everything has another. */
  private static final String TITLE = "ioserver-";

  private static final String PROJECT = "dev.ioserver.";

  /** A class of each jar that several platforms stand on; whoever has the jar needs the class. */
  private static final List<String> SHARED =
      List.of("dev.ioserver.bindings.abi.Requirements", "dev.ioserver.posix.PosixErrorCodes");

  /** How the name of the engine's jar begins. */
  private static final String JAR = "ioserver-engine";

  private static final String ENGINE = "dev/ioserver/engine/spi/Engine.class";

  private Versions() {}

  /** Adds one line about the first jar that does not fit the engine: the remedy is for all. */
  static void check(Engine chosen, List<String> complaints) {
    Class<?> type = chosen.getClass();
    String own = of(Engine.class);
    if (own == null || !type.getName().startsWith(PROJECT)) {
      return;
    }
    if (fits(own, type, complaints) && chosen.priority() > 0) {
      for (String shared : SHARED) {
        try {
          if (!fits(own, Class.forName(shared, false, type.getClassLoader()), complaints)) {
            return;
          }
        } catch (ClassNotFoundException | LinkageError e) {
          // This engine does without it.
        }
      }
    }
  }

  private static boolean fits(String own, Class<?> type, List<String> complaints) {
    String other = of(type);
    boolean fits = other == null || other.equals(own);
    if (!fits) {
      complaints.add(
          "the engine is of version "
              + own
              + ", but "
              + type.getName()
              + " of version "
              + other
              + ": use one version of all dev.ioserver artifacts; the BOM "
              + Artifacts.GROUP
              + "bom names them");
    }
    return fits;
  }

  /** The version of the jar or module that a class is from, or null if it does not say. */
  static @Nullable String of(Class<?> type) {
    Module module = type.getModule();
    if (module.isNamed()) {
      return module.getDescriptor().rawVersion().orElse(null);
    }
    Package jar = type.getPackage();
    String title = jar.getImplementationTitle();
    return title != null && title.startsWith(TITLE) ? jar.getImplementationVersion() : null;
  }

  /** Whether the class path names the engine's jar twice. Costs nothing, and sees no more. */
  static boolean mayHaveCopies() {
    String path = System.getProperty("java.class.path", "");
    int first = path.indexOf(JAR);
    return first >= 0 && path.indexOf(JAR, first + 1) >= 0;
  }

  /**
   * A class path may have two engines, of which the first wins; the JVM looks after modules. This
   * looks into every jar, and adds one line for each copy.
   */
  static boolean hasCopies(List<String> complaints) {
    ClassLoader loader = Engine.class.getClassLoader();
    boolean found = false;
    if (loader == null || Engine.class.getModule().isNamed()) {
      return false;
    }
    try {
      Enumeration<URL> copies = loader.getResources(ENGINE);
      String first = copies.hasMoreElements() ? copies.nextElement().toString() : "";
      while (copies.hasMoreElements()) {
        String next = copies.nextElement().toString();
        if (!next.equals(first)) {
          found = true;
          complaints.add(
              "the engine is on the class path twice: "
                  + place(first)
                  + " is used, and "
                  + place(next)
                  + " must go");
        }
      }
    } catch (IOException e) {
      // Of a path that cannot be read, the class loader will tell.
    }
    return found;
  }

  /** Where a copy is, without the name of the class within. */
  private static String place(String url) {
    String place = url.substring(0, url.length() - ENGINE.length());
    return place.startsWith("jar:") && place.endsWith("!/")
        ? place.substring("jar:".length(), place.length() - "!/".length())
        : place;
  }
}
