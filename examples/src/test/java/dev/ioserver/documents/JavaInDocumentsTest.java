package dev.ioserver.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.documents.Documents.Block;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the documents compiles, and the programs of the README do what it says. */
@Timeout(180)
class JavaInDocumentsTest {

  /** Documents whose blocks are not compiled here. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "docs/adding-an-engine.md",
          "parts of the testkit's tutorial engine: AddingAnEngineTest compares them to the letter",
          "docs/netty.md",
          "parts of a test of the netty module, which needs Netty: NettyDocumentTest compares"
              + " them");

  /** What the fragments of a document stand in; theirs is the place of the mark. */
  private static final Map<String, String> SURROUNDINGS =
      Map.of(
          "docs/platforms.md",
          """
          import module dev.ioserver.engine;
          import dev.ioserver.engine.Channels;
          import dev.ioserver.engine.api.Channel;

          record Order(long id) implements AppMessage {}

          volatile boolean running = true;

          void handle(Port port, java.nio.ByteBuffer bytes) {}

          void route(Order order) {}

          void main() throws Exception {
            //
          }
          """);

  /** What README says has to be on the module path, and the platforms. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "[/\\\\](engine|bindings|platform-[a-z]+)[/\\\\]target|"
              + "ioserver-(engine|bindings|platform)|jctools");

  private static final Pattern PORT = Pattern.compile("\"127\\.0\\.0\\.1\", (\\d+)\\)");

  private static final int ECHOES = 20;

  @TempDir private Path folder;

  @Test
  void everyBlockCompiles() throws IOException {
    Set<String> fragments = new HashSet<>();
    Set<String> elsewhere = new HashSet<>();
    int programs = 0;
    for (Block block : javaBlocks()) {
      if (ELSEWHERE.containsKey(block.document())) {
        elsewhere.add(block.document());
        continue;
      }
      String source = block.text();
      if (isProgram(block)) {
        programs++;
      } else {
        String around = SURROUNDINGS.get(block.document());
        assertTrue(around != null, () -> block + " is no program; give it surroundings");
        source = around.replaceFirst("//\n", Matcher.quoteReplacement(source));
        fragments.add(block.document());
      }
      compile(block, source);
    }
    assertEquals(2, programs, "programs in README.md");
    assertEquals(SURROUNDINGS.keySet(), fragments, "surroundings of fragments that are there");
    assertEquals(ELSEWHERE.keySet(), elsewhere, "exceptions that are there");
  }

  /** What the test of compiling is worth. */
  @Test
  void whatDoesNotCompileIsNamed() throws IOException {
    Block block =
        javaBlocks().stream().filter(JavaInDocumentsTest::isProgram).findFirst().orElseThrow();
    String wrong = block.text().replace("Data d", "Date d");
    Error error = assertThrows(AssertionError.class, () -> compile(block, wrong));
    assertTrue(error.getMessage().contains(block.toString()), error.getMessage());
  }

  @Test
  void programsOfTheReadmeEcho() throws Exception {
    List<Block> programs = javaBlocks().stream().filter(JavaInDocumentsTest::isProgram).toList();
    assertEquals(2, programs.size());
    for (Block program : programs) {
      echoes(program);
    }
  }

  private void echoes(Block program) throws Exception {
    int port = freePort();
    Matcher address = PORT.matcher(program.text());
    assertTrue(address.find(), () -> program + " listens nowhere");
    String source = address.replaceAll("\"127.0.0.1\", " + port + ")");
    Path echo = Files.writeString(folder.resolve("Echo.java"), source);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command(echo))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (Socket client = connect(port, process, output)) {
      client.setSoTimeout(20_000);
      for (int i = 0; i < ECHOES; i++) {
        byte[] bytes = ("echo " + i).getBytes();
        client.getOutputStream().write(bytes);
        assertArrayEquals(
            bytes, client.getInputStream().readNBytes(bytes.length), program::toString);
      }
      client.shutdownOutput();
      assertEquals(-1, client.getInputStream().read(), () -> program + " closes at the peer's end");
      assertTrue(process.isAlive(), () -> program + " goes on");
    } finally {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    assertEquals("", Files.readString(output), () -> program + " prints nothing");
  }

  /** The command of README, with the options that keep a test small. */
  private static List<String> command(Path echo) throws IOException {
    String line =
        Documents.blocks().stream()
            .filter(block -> block.document().equals("README.md"))
            .flatMap(block -> block.lines().stream())
            .filter(each -> each.startsWith("java ") && each.endsWith(" Echo.java"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("README.md has no command for Echo.java"));
    List<String> command = new ArrayList<>(Arrays.asList(line.split(" ")));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(1, List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.replaceAll(word -> word.equals("JARS") ? modulePath() : word);
    command.set(command.size() - 1, echo.toString());
    return command;
  }

  private static Socket connect(int port, Process process, Path output) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(address);
        return socket;
      } catch (IOException e) {
        socket.close();
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError("no echo: " + Files.readString(output), e);
        }
        Thread.sleep(20); // it starts
      }
    }
  }

  private void compile(Block block, String source) throws IOException {
    ToolProvider javac =
        ToolProvider.findFirst("javac").orElseThrow(() -> new AssertionError("this is no JDK"));
    Path file = Files.writeString(folder.resolve("Echo.java"), source);
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int status =
        javac.run(
            writer,
            writer,
            "-proc:none",
            "-Xlint:all",
            "-Werror",
            "--release",
            "25",
            "-d",
            folder.resolve("classes").toString(),
            "-p",
            modulePath(),
            "--add-modules",
            "dev.ioserver.engine",
            file.toString());
    assertEquals(0, status, () -> block + " does not compile:\n" + output);
  }

  /** All but those of the guides. */
  private static List<Block> javaBlocks() throws IOException {
    return Documents.blocks("java").stream().filter(block -> !Documents.isGuide(block)).toList();
  }

  private static boolean isProgram(Block block) {
    return block.lines().contains("void main() throws Exception {");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String modulePath() {
    return Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(entry -> NEEDED.matcher(entry).find() && !entry.contains("test-classes"))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
