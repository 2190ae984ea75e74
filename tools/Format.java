import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every source of the project: {@code Format.java check|write ROOT}.
 * {@code check} also refuses Markdown whose lines are too long to be read side by side.
 *
 * <p>It is started as a single-file program on the tool chain's JDK, with the formatter on the
 * class path. A plugin inside Maven would parse with the Java that Maven runs on, and an older one
 * does not know the syntax of ours.
 */
final class Format {
  /** Build output, repository data, and jextract's output, which stays as it came. */
  private static final Set<String> SKIPPED = Set.of("target", "generated", ".git", ".idea");

  /**
   * The longest line of Markdown, in characters; tables, links and code blocks are no exception.
   */
  private static final int LONGEST_LINE = 120;

  /** Cannot be broken, so it may be longer if nothing else stands on its line. */
  private static final Pattern URL_ALONE = Pattern.compile("\\s*<?https?://\\S+\\s*");

  private Format() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !Set.of("check", "write").contains(args[0])) {
      System.err.println("usage: Format.java check|write ROOT");
      System.exit(2);
    }
    boolean check = args[0].equals("check");
    List<String> command = new ArrayList<>();
    if (check) {
      command.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    } else {
      command.add("--replace");
    }
    Path root = Path.of(args[1]).toAbsolutePath().normalize();
    List<String> sources = files(root, ".java");
    if (sources.isEmpty()) {
      System.err.println("no sources found under " + args[1]);
      System.exit(2);
    }
    command.addAll(sources);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(out, err, command.toArray(String[]::new));
    if (check && status != 0) {
      System.err.println(
          "The files above are not formatted. To format them: mvn -Pformat validate");
    }
    if (check && hasLongLines(root)) {
      status = 1;
    }
    System.exit(status);
  }

  /** Names every line of Markdown that is too long; whether there is one. */
  private static boolean hasLongLines(Path root) throws IOException {
    boolean found = false;
    for (String file : files(root, ".md")) {
      int number = 0;
      for (String line : Files.readAllLines(Path.of(file))) {
        number++;
        int length = line.codePointCount(0, line.length());
        if (length > LONGEST_LINE && !URL_ALONE.matcher(line).matches()) {
          System.err.printf(
              "%s:%d: %d characters; break the line at %d%n",
              root.relativize(Path.of(file)), number, length, LONGEST_LINE);
          found = true;
        }
      }
    }
    return found;
  }

  private static List<String> files(Path root, String ending) throws IOException {
    List<String> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return SKIPPED.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              sources.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    sources.sort(null);
    return sources;
  }
}
