package dev.ioserver.bindings.abi;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated sources and what they were generated from change together, and never by hand. */
class ChecksumTest {
  private static final String LIST = "SHA256SUMS";

  private final Path root = BindingsModule.directory().resolve("src/main");

  @ParameterizedTest
  @ValueSource(strings = {"linux", "macos", "freebsd", "windows"})
  void noGeneratedFileWasEditedAddedOrRemoved(String system) throws Exception {
    Map<String, String> recorded = recorded(system);

    assertFalse(recorded.isEmpty(), "the list is empty");
    assertEquals(recorded, present(system), "generate the bindings anew: see bindings/README.md");
  }

  private Map<String, String> recorded(String system) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(root.resolve("jextract", system, LIST))) {
      String[] sumAndFile = line.split(" {2}", 2);
      sums.put(sumAndFile[1], sumAndFile[0]);
    }
    return sums;
  }

  private Map<String, String> present(String system) throws IOException, NoSuchAlgorithmException {
    Path inputs = root.resolve("jextract", system);
    Path generated = root.resolve("java/dev/ioserver/bindings", system, "generated");
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
