package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Generated sources and what they were generated from change together, and never by hand. */
class ChecksumTest {
  private static final String LIST = "SHA256SUMS";

  private final Path root = BindingsModule.directory().resolve("src/main");
  private final Path inputs = root.resolve("jextract/windows");
  private final Path generated = root.resolve("java/dev/ioserver/bindings/windows/generated");

  @Test
  void noGeneratedFileWasEditedAddedOrRemoved() throws Exception {
    Map<String, String> recorded = recorded();

    assertFalse(recorded.isEmpty(), "the list is empty");
    assertEquals(recorded, present(), "generate the bindings anew: see bindings/README.md");
  }

  private Map<String, String> recorded() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(inputs.resolve(LIST))) {
      String[] sumAndFile = line.split(" {2}", 2);
      sums.put(sumAndFile[1], sumAndFile[0]);
    }
    return sums;
  }

  private Map<String, String> present() throws IOException, NoSuchAlgorithmException {
    Map<String, String> sums = new TreeMap<>();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Stream.concat(Files.walk(inputs), Files.walk(generated))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(LIST)) {
          byte[] digest = sha256.digest(Files.readAllBytes(file));
          String name = root.relativize(file).toString().replace('\\', '/');
          sums.put(name, HexFormat.of().formatHex(digest));
        }
      }
    }
    return sums;
  }
}
