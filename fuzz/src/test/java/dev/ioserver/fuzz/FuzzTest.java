package dev.ioserver.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * A property that holds for any bytes. It is checked for some that are known, on every machine, and
 * for those that Jazzer makes of them, for a bounded time, where Jazzer runs.
 *
 * <p>A subclass has a method {@code public static void fuzzerTestOneInput(byte[])}, by which Jazzer
 * knows it, and which throws where the property does not hold. Inputs that once found a fault lie
 * in a folder with the name of the class, in {@code src/test/corpus}.
 */
public abstract class FuzzTest {

  /** How long a target is fuzzed, where nothing else is said. */
  private static final int SECONDS = 3;

  private static final int STRESS_MINUTES = 10;

  protected FuzzTest() {}

  /** Checks the property, for bytes that may not be changed. */
  protected abstract void check(byte[] input) throws Exception;

  /** Good inputs, of which others are made. */
  protected abstract List<byte[]> seeds();

  @Test
  void holdsForWhatIsKnown() throws IOException {
    List<byte[]> known = new ArrayList<>(seeds());
    known.add(new byte[0]);
    known.addAll(found());
    for (byte[] input : known) {
      try {
        check(input);
      } catch (Throwable e) {
        Assertions.fail("the input in hexadecimal: " + HexFormat.of().formatHex(input), e);
      }
    }
  }

  @Test
  void holdsForWhatAFuzzerMakes() throws IOException, InterruptedException {
    new FuzzRun(getClass(), seeds(), corpus()).run(seconds());
  }

  /** Whether to look for what nobody knows of, and not only for what a change has broken. */
  static boolean isLong() {
    return minutes() > 0;
  }

  private static int minutes() {
    boolean stress = Boolean.getBoolean("ioserver.stress");
    return Integer.getInteger("ioserver.fuzz.minutes", stress ? STRESS_MINUTES : 0);
  }

  private static long seconds() {
    return isLong() ? 60L * minutes() : SECONDS;
  }

  private List<byte[]> found() throws IOException {
    List<byte[]> found = new ArrayList<>();
    if (Files.isDirectory(corpus())) {
      try (Stream<Path> files = Files.list(corpus())) {
        for (Path file : files.sorted().toList()) {
          found.add(Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private Path corpus() {
    return module().resolve("src/test/corpus").resolve(getClass().getSimpleName());
  }

  static Path module() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }
}
