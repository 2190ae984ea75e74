package dev.ioserver.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.documents.Documents.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java of the guides is, line for line, a region of a test that runs it. The Netty side of one
 * guide runs in {@code bench}, which has Netty.
 */
class GuidesTest {

  private static final List<Path> SOURCES =
      Stream.of("examples", "bench")
          .map(module -> Documents.ROOT.resolve(module + "/src/test/java/dev/ioserver/guide"))
          .toList();

  private static final Pattern START = Pattern.compile("\\s*// @start region=\"[\\w-]+\"");
  private static final Pattern END = Pattern.compile("\\s*// @end");

  /** Where a link leads: to a file, or to a heading of one. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>dev\\.ioserver</groupId>\\s*<artifactId>([\\w-]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>");

  @Test
  void everyBlockIsARegionThatRunsAndEveryRegionIsShown() throws IOException {
    Set<String> regions = regions();
    Set<String> shown = new TreeSet<>();
    for (Block block : Documents.blocks("java")) {
      if (Documents.isGuide(block)) {
        String text = block.text().strip();
        assertTrue(
            regions.contains(text), () -> block + " is no region of a test in " + SOURCES + text);
        shown.add(text);
      }
    }
    assertFalse(shown.isEmpty());
    assertEquals(regions, shown, "regions, and those that a guide shows");
  }

  @Test
  void dependenciesOfTheGuidesAreThere() throws IOException {
    String root = Files.readString(Documents.ROOT.resolve("pom.xml"));
    String version = root.substring(root.indexOf("<version>") + 9, root.indexOf("</version>"));
    StringBuilder poms = new StringBuilder();
    try (Stream<Path> modules = Files.list(Documents.ROOT)) {
      for (Path pom : modules.map(each -> each.resolve("pom.xml")).filter(Files::exists).toList()) {
        poms.append(Files.readString(pom));
      }
    }
    int found = 0;
    for (Block block : Documents.blocks("xml")) {
      Matcher dependency = DEPENDENCY.matcher(block.text());
      while (Documents.isGuide(block) && dependency.find()) {
        found++;
        String own = "<artifactId>" + dependency.group(1) + "</artifactId>";
        assertTrue(
            Pattern.compile(own + "\\s*<(name|packaging)>").matcher(poms).find(),
            () -> block + " names an artifact that no module makes: " + own);
        assertEquals(version, dependency.group(2), block::toString);
      }
    }
    assertTrue(found > 0, "a guide names the dependency");
  }

  @Test
  void theIndexNamesEveryDocument() throws IOException {
    Path docs = Documents.ROOT.resolve("docs");
    Set<String> linked = links(docs.resolve("README.md")).collect(Collectors.toSet());
    for (Path document : Documents.all()) {
      String name = docs.relativize(document).toString().replace('\\', '/');
      // Decisions have an index of their own.
      if (document.startsWith(docs)
          && !name.equals("README.md")
          && !name.matches("decisions/\\d.*")) {
        assertTrue(linked.contains(name), () -> "docs/README.md does not name " + name);
      }
    }
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    int seen = 0;
    for (Path document : Documents.all()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String where = document + ": " + link.group();
        Path target = document;
        if (link.group(1).contains("://")) {
          continue;
        }
        if (!link.group(1).isEmpty()) {
          target = document.resolveSibling(link.group(1));
          assertTrue(Files.exists(target), where);
        }
        if (link.group(2) != null) {
          assertTrue(anchors(target).contains(link.group(2)), where);
        }
        seen++;
      }
    }
    assertTrue(seen > 0);
  }

  /** The anchors that a page of Markdown has for its headings. */
  private static Set<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> "#" + line.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The files that a page links to. */
  private static Stream<String> links(Path document) throws IOException {
    return LINK.matcher(Files.readString(document))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.isEmpty() && !link.contains("://"));
  }

  /** The regions of all sources, without their margins. */
  private static Set<String> regions() throws IOException {
    Set<String> regions = new TreeSet<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          List<String> open = null;
          for (String line : Files.readAllLines(file)) {
            if (START.matcher(line).matches()) {
              assertTrue(open == null, () -> file + ": a region in a region");
              open = new ArrayList<>();
            } else if (END.matcher(line).matches()) {
              assertTrue(open != null, () -> file + ": no region ends here");
              regions.add(String.join("\n", open).stripTrailing().stripIndent().strip());
              open = null;
            } else if (open != null) {
              open.add(line);
            }
          }
          assertTrue(open == null, file + ": a region has no end");
        }
      }
    }
    return regions;
  }
}
