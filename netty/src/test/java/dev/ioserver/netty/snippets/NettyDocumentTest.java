package dev.ioserver.netty.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Java of docs/netty.md is code that is compiled and run. */
class NettyDocumentTest {

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyBlockIsPartOfATest() throws IOException {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    String document = Files.readString(module.resolveSibling("docs").resolve("netty.md"));
    String code =
        lines(
            Files.readString(
                module.resolve(
                    "src/test/java/dev/ioserver/netty/snippets/SwitchSnippetTest.java")));
    List<String> blocks =
        BLOCK.matcher(document).results().map((MatchResult found) -> found.group(1)).toList();
    assertEquals(1, blocks.size());
    for (String block : blocks) {
      assertTrue(code.contains(lines(block)), block);
    }
  }

  /** Without the indentation, which a document has not. */
  private static String lines(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
