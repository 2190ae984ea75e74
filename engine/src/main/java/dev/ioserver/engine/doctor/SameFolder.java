package dev.ioserver.engine.doctor;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jars beside the engine's own. {@code java -jar} sees one jar alone, in which there is no
 * platform, so the doctor asks anew with those of the same folder.
 */
final class SameFolder {

  private SameFolder() {}

  /** The jar that {@code java -jar} was given, or null if this was started otherwise. */
  static @Nullable File jar() {
    String path = System.getProperty("java.class.path", "");
    boolean single = path.endsWith(".jar") && path.indexOf(File.pathSeparatorChar) < 0;
    return single && !SameFolder.class.getModule().isNamed() ? new File(path) : null;
  }

  /** Prints the report of a doctor that sees the jars beside this one. */
  static int report(File jar, PrintWriter out) throws IOException, ReflectiveOperationException {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(beside(jar), ClassLoader.getPlatformClassLoader())) {
      current.setContextClassLoader(loader);
      Class<?> doctor = Class.forName(Doctor.class.getName(), true, loader);
      return (int) doctor.getMethod("report", PrintWriter.class).invoke(null, out);
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private static URL[] beside(File jar) throws MalformedURLException {
    String[] names = jar.getAbsoluteFile().getParentFile().list();
    List<URL> found = new ArrayList<>();
    found.add(jar.toURI().toURL());
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        boolean ours = name.startsWith("ioserver-") || name.startsWith("jctools-");
        if (ours && name.endsWith(".jar") && !name.equals(jar.getName())) {
          found.add(new File(jar.getAbsoluteFile().getParentFile(), name).toURI().toURL());
        }
      }
    }
    return found.toArray(new URL[0]);
  }
}
