package dev.ioserver.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The project's Markdown, and what stands between its fences. */
final class Documents {

  /** The root of the project. */
  static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  /**
   * What stands between two fences.
   *
   * @param document the file, relative to the root, with slashes
   * @param line of the fence
   * @param language what follows the fence; may be empty
   */
  record Block(String document, int line, String language, List<String> lines) {

    String text() {
      return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    @Override
    public String toString() {
      return document + ":" + line;
    }
  }

  /**
   * A line of a block, or what stands between two back quotes in a text.
   *
   * @param line where it begins
   */
  record Code(String document, int line, String text) {
    @Override
    public String toString() {
      return document + ":" + line + ": " + text;
    }
  }

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private Documents() {}

  /** Every document but what a build has written. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 4)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().matches(".*[/\\\\](target|\\.git)[/\\\\].*"))
          .sorted()
          .toList();
    }
  }

  static String name(Path document) {
    return ROOT.relativize(document).toString().replace('\\', '/');
  }

  /** The blocks of all documents. */
  static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path document : all()) {
      Block open = null;
      int number = 0;
      for (String line : Files.readAllLines(document)) {
        number++;
        if (!line.strip().startsWith("```")) {
          if (open != null) {
            open.lines().add(line);
          }
        } else if (open == null) {
          String language = line.strip().substring(3).strip();
          open = new Block(name(document), number, language, new ArrayList<>());
        } else {
          blocks.add(open);
          open = null;
        }
      }
      if (open != null) {
        throw new AssertionError(open + " has no end");
      }
    }
    return blocks;
  }

  /** All that is written as code: lines of blocks, with fences or a margin, and quoted parts. */
  static List<Code> code() throws IOException {
    List<Code> code = new ArrayList<>();
    for (Path document : all()) {
      String name = name(document);
      List<String> lines = Files.readAllLines(document);
      // What is no block, at the same line numbers.
      StringBuilder text = new StringBuilder();
      boolean fenced = false;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean fence = line.strip().startsWith("```");
        fenced ^= fence;
        if (!fence && (fenced || line.startsWith("    "))) {
          code.add(new Code(name, i + 1, line.strip()));
        } else if (!fence) {
          text.append(line);
        }
        text.append('\n');
      }
      QUOTED
          .matcher(text)
          .results()
          .map(
              quoted -> {
                long line = text.substring(0, quoted.start()).lines().count();
                return new Code(name, (int) line, quoted.group(1).replaceAll("\\s+", " "));
              })
          .forEach(code::add);
    }
    return code;
  }

  /** Whether a block stands in a guide, whose Java is a part of a test: see {@link GuidesTest}. */
  static boolean isGuide(Block block) {
    return block.document().startsWith("docs/guide/");
  }

  /** The blocks of one language. */
  static List<Block> blocks(String language) throws IOException {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }
}
