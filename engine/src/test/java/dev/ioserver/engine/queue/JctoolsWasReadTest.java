package dev.ioserver.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.junit.jupiter.api.Test;

/**
 * The engine relies on more of JCTools than its interfaces promise. docs/memory-ordering.md names
 * the version whose sources were read, and the classes; this fails if another version, or another
 * class, is used unread.
 */
class JctoolsWasReadTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path DOCUMENT = MODULE.resolveSibling("docs/memory-ordering.md");
  private static final Path SOURCES = MODULE.resolve("src/main/java");
  private static final Pattern VERSION =
      Pattern.compile("Read in the sources of ([0-9.]+[0-9]), `org\\.jctools");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?org\\.jctools\\.[a-z.]*([A-Z]\\w*)", Pattern.MULTILINE);

  @Test
  void theVersionOnTheClassPathIsTheOneThatWasRead() throws IOException {
    String read = read();
    assertEquals(read, version(MessagePassingQueue.class, "jctools-core"), readAgain(read));
    assertEquals(
        read, version(MpscVarHandleArrayQueue.class, "jctools-core-jdk11"), readAgain(read));
  }

  @Test
  void theQueuesInUseAreThoseThatWereRead() throws IOException {
    String section = section();
    Set<String> unread = new TreeSet<>();
    for (String name : imported()) {
      if (!section.contains("`" + name + "`")) {
        unread.add(name);
      }
    }
    assertEquals(Set.of(), unread, "not named in \"What we rely on in JCTools\" of " + DOCUMENT);
  }

  private static String readAgain(String read) {
    return "JCTools was read in version "
        + read
        + ". Read the queues that \"What we rely on in JCTools\" in "
        + DOCUMENT
        + " names in the sources of this version, each statement there, and name it there";
  }

  private static String read() throws IOException {
    Matcher version = VERSION.matcher(section());
    assertTrue(version.find(), "no version of JCTools in " + DOCUMENT);
    return version.group(1);
  }

  private static String section() throws IOException {
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf("## What we rely on in JCTools");
    assertTrue(from >= 0, DOCUMENT + " has no section on JCTools");
    return text.substring(from, text.indexOf("\n## ", from + 1)).replace('\n', ' ');
  }

  /** The version of the jar that a class is from, by what Maven wrote into it. */
  private static String version(Class<?> type, String artifact) throws IOException {
    String name = "META-INF/maven/org.jctools/" + artifact + "/pom.properties";
    try (InputStream in = type.getModule().getResourceAsStream(name)) {
      assertNotNull(in, name + " is not in the jar of " + type);
      Properties found = new Properties();
      found.load(in);
      return found.getProperty("version");
    }
  }

  private static Set<String> imported() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher imports = IMPORT.matcher(Files.readString(file));
        while (imports.find()) {
          names.add(imports.group(1));
        }
      }
    }
    assertTrue(names.size() > 1, "no class of JCTools is imported below " + SOURCES);
    return names;
  }
}
