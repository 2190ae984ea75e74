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
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every source of the project: {@code Format.java check|write ROOT}.
 *
 * <p>It is started as a single-file program on the tool chain's JDK, with the formatter on the
 * class path. A plugin inside Maven would parse with the Java that Maven runs on, and an older one
 * does not know the syntax of ours.
 */
final class Format {
  /** Build output, repository data, and jextract's output, which stays as it came. */
  private static final Set<String> SKIPPED = Set.of("target", "generated", ".git", ".idea");

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
    List<String> sources = sources(Path.of(args[1]).toAbsolutePath().normalize());
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
    System.exit(status);
  }

  private static List<String> sources(Path root) throws IOException {
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
            if (file.toString().endsWith(".java")) {
              sources.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    sources.sort(null);
    return sources;
  }
}
