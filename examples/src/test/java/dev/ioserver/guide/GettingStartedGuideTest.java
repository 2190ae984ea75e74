package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.AvailableEngines;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two programs of the guide, started on the class path by the commands of the guide. */
@Timeout(180)
class GettingStartedGuideTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  /** What the guide's Maven project gathers in target/lib. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "[/\\\\](engine|bindings|platform-[a-z]+)[/\\\\]target|"
              + "ioserver-(engine|bindings|platform)|jctools");

  private static final Pattern LISTENS = Pattern.compile("(\\w+) listens on .*:(\\d+)");

  @Test
  void clientGetsItsWordsBack() throws Exception {
    Process server = start("EchoServer", "0");
    try (BufferedReader said = server.inputReader()) {
      String line = said.readLine();
      Matcher listens = LISTENS.matcher(String.valueOf(line));
      assertTrue(listens.matches(), () -> "the server says " + line);
      assertEquals(AvailableEngines.names().getFirst(), listens.group(1));

      Process client = start("EchoClient", listens.group(2));
      try (BufferedReader answer = client.inputReader()) {
        assertEquals("the server says: hello, world", answer.readLine());
        assertEquals(null, answer.readLine());
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, client.exitValue());
      } finally {
        end(client);
      }
    } finally {
      end(server);
    }
  }

  /** The guide's command for that program, with this machine's paths. */
  private static Process start(String program, String port) throws Exception {
    Path guide = MODULE.resolveSibling("docs/guide/getting-started.md");
    String line =
        Files.readAllLines(guide).stream()
            .filter(each -> each.startsWith("java ") && each.endsWith(" " + program))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the guide does not start " + program));
    List<String> command = new ArrayList<>(Arrays.asList(line.split(" ")));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(1, List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.replaceAll(word -> word.startsWith("'target/hello-1.jar:") ? classPath() : word);
    command.set(command.size() - 1, "dev.ioserver.guide." + program);
    command.add(port);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String classPath() {
    return Stream.concat(
            Stream.of(MODULE.resolve("target/test-classes").toString()),
            Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
                .filter(entry -> NEEDED.matcher(entry).find() && !entry.contains("test-classes")))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
