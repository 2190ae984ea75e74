package dev.ioserver.start;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The jars, or folders of classes, that a program on Linux needs, by the names of their modules.
 */
public final class Jars {

  public static final String ENGINE = "dev.ioserver.engine";
  public static final String LINUX = "dev.ioserver.linux";
  public static final String POSIX = "dev.ioserver.posix";
  public static final String BINDINGS = "dev.ioserver.bindings";
  public static final String QUEUES = "org.jctools.core";
  public static final String QUEUES_11 = "org.jctools.core.jdk11";

  private static final String SERVICES = "META-INF/services/dev.ioserver.engine.spi.Engine";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Map<String, Path> places = new LinkedHashMap<>();

  /** All of them, as this process has them. */
  public static Jars all() {
    Jars jars = new Jars();
    for (String name : List.of(ENGINE, LINUX, POSIX, BINDINGS, QUEUES, QUEUES_11)) {
      URI place =
          ModuleLayer.boot()
              .configuration()
              .findModule(name)
              .flatMap(module -> module.reference().location())
              .orElseThrow(() -> new AssertionError("no module " + name));
      jars.places.put(name, Path.of(place));
    }
    return jars;
  }

  /** The same without one. */
  public Jars without(String name) {
    Jars rest = new Jars();
    rest.places.putAll(places);
    rest.places.remove(name);
    return rest;
  }

  /** The same with another jar in the place of one. */
  public Jars with(String name, Path jar) {
    Jars other = new Jars();
    other.places.putAll(places);
    other.places.put(name, jar);
    return other;
  }

  /** Where one of them is. */
  public Path place(String name) {
    return places.get(name);
  }

  public List<Path> places() {
    return List.copyOf(places.values());
  }

  /** As a path of classes or modules. */
  public String path() {
    return String.join(File.pathSeparator, places.values().stream().map(Path::toString).toList());
  }

  /** The folder that the programs of these tests are in. */
  public static Path programs() {
    try {
      URI program = OpenTwice.class.getResource("OpenTwice.class").toURI();
      return Path.of(program).getParent().getParent().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a jar of what is in one's place that has a version, as a release has. */
  public Path release(String name, String version, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.IMPLEMENTATION_TITLE, name.replace("dev.ioserver.", "ioserver-"));
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    pack(places.get(name), manifest, List.of(MANIFEST), jar);
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(out, out, "--update", "--file=" + jar, "--module-version=" + version);
    if (code != 0) {
      throw new AssertionError(said.toString());
    }
    return jar;
  }

  /** Makes a jar of what is in one's place that {@code java -jar} can start. */
  public Path runnable(String name, Class<?> main, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
    pack(places.get(name), manifest, List.of(MANIFEST), jar);
    return jar;
  }

  /** Makes a jar of what is in one's place that does not say which engine is in it. */
  public Path withoutService(String name, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    pack(places.get(name), manifest, List.of(MANIFEST, SERVICES), jar);
    return jar;
  }

  /** Makes a jar for {@code java -jar} that grants native access to what is on its class path. */
  public static Path granting(List<Path> classPath, Class<?> main, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
    List<String> urls = classPath.stream().map(place -> place.toUri().toString()).toList();
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", urls));
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }

  private static void pack(Path place, Manifest manifest, List<String> except, Path jar)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file, manifest)) {
      if (Files.isDirectory(place)) {
        copy(place, except, entries);
      } else {
        try (FileSystem old = FileSystems.newFileSystem(place)) {
          copy(old.getPath("/"), except, entries);
        }
      }
    }
  }

  private static void copy(Path root, List<String> except, JarOutputStream entries)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(root)) {
      found.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace(File.separatorChar, '/');
      if (!except.contains(name)) {
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
