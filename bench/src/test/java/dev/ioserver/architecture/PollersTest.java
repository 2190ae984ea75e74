package dev.ioserver.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The pollers of two systems have the same methods in the same order, so that comparing the files
 * shows the systems and not the authors.
 */
class PollersTest {

  private static final Pattern METHOD =
      Pattern.compile("^  (?:[a-z]+ )*[\\w<>\\[\\]]+ (\\w+)\\([^;]*$");

  @Test
  void linuxAndBsdHaveTheSameMethodsInTheSameOrder() throws IOException {
    List<String> linux =
        methods("platform-linux/src/main/java/dev/ioserver/linux/EpollPoller.java");
    List<String> bsd = methods("platform-bsd/src/main/java/dev/ioserver/bsd/KqueuePoller.java");
    // What only one of them needs: kqueue reports changes that fail, its engine hears of closing.
    List<String> inBoth = new ArrayList<>(linux);
    inBoth.retainAll(bsd);
    bsd.retainAll(linux);
    assertEquals(inBoth, bsd);
    assertTrue(
        inBoth.containsAll(
            List.of("open", "add", "modify", "remove", "poll", "control", "isGone", "take")),
        inBoth.toString());
  }

  private static List<String> methods(String file) throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve(file))) {
      Matcher method = METHOD.matcher(line);
      if (method.find() && !names.contains(method.group(1))) {
        names.add(method.group(1));
      }
    }
    return names;
  }
}
