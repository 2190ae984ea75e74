package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.AvailableEngines;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands as users start them: in JVMs of their own, ended by a signal. */
@Timeout(120)
class ChildProcessTest {

  private static final Pattern PORT = Pattern.compile(":(\\d+)");

  /** Of a JVM that was ended by SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  @ParameterizedTest
  @MethodSource("engines")
  void gatewayAndClientsApart(String engine) throws Exception {
    try (ChildCommand gateway =
        new ChildCommand("gateway", "--listen", "127.0.0.1:0", "--engine", engine)) {
      String address = "127.0.0.1:" + port(gateway.await("gateway on"));
      for (int run = 0; run < 2; run++) {
        // Twice: the same users come back on the same day.
        try (ChildCommand clients = clients(address, engine, "demo:demo")) {
          String output = clients.rest();
          assertEquals(0, clients.exitCode(), output);
          assertTrue(output.contains("p99.9"), output);
          assertFalse(output.contains("WARNING"), output);
        }
      }
      try (ChildCommand strangers = clients(address, engine, "demo:wrong")) {
        String output = strangers.rest();
        assertEquals(2, strangers.exitCode(), output);
        assertTrue(output.contains("unknown user or wrong password"), output);
      }
      gateway.terminate();
      String output = gateway.rest();
      assertEquals(TERMINATED, gateway.exitCode(), output);
      assertTrue(output.contains("closing"), output);
      assertFalse(output.contains("WARNING") && output.contains("native"), output);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void echoEndsInGoodOrder(String engine) throws Exception {
    try (ChildCommand echo =
        new ChildCommand("echo", "--port", "0", "--counters", "--engine", engine)) {
      int port = port(echo.await("echo on"));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write(42);
        assertEquals(42, client.getInputStream().read());
        echo.terminate();
        assertEquals(-1, client.getInputStream().read());
      }
      String output = echo.rest();
      assertEquals(TERMINATED, echo.exitCode(), output);
      assertTrue(output.contains("bytes in"), output);
      assertFalse(output.contains("WARNING"), output);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the iocp engine has no Unix sockets")
  void echoOverAUnixSocket(String engine, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("echo.sock");
    try (ChildCommand echo =
        new ChildCommand("echo", "--unix", file.toString(), "--engine", engine)) {
      String line = echo.await("echo on");
      assertTrue(line.contains(file.toString()), line);
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
        assertEquals(1, client.write(ByteBuffer.wrap(new byte[] {42})));
        ByteBuffer back = ByteBuffer.allocate(1);
        assertEquals(1, client.read(back));
        assertEquals(42, back.get(0));
        echo.terminate();
      }
      assertEquals(TERMINATED, echo.exitCode(), echo.rest());
      assertFalse(Files.exists(file), "the file of the socket");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void echoOfDatagramsEndsInGoodOrder(String engine) throws Exception {
    try (ChildCommand echo =
            new ChildCommand("echo", "--udp", "--port", "0", "--counters", "--engine", engine);
        DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = port(echo.await("echo on"));
      client.setSoTimeout(60_000);
      for (int length : new int[] {0, 1, 9_000}) {
        client.send(
            new DatagramPacket(new byte[length], length, InetAddress.getLoopbackAddress(), port));
        DatagramPacket back = new DatagramPacket(new byte[10_000], 10_000);
        client.receive(back);
        assertEquals(length, back.getLength());
      }
      echo.terminate();
      String output = echo.rest();
      assertEquals(TERMINATED, echo.exitCode(), output);
      assertTrue(output.contains("bytes in"), output);
      assertFalse(output.contains("WARNING"), output);
    }
  }

  /** The load ends early, the gateway's clients finish, and the books are compared. */
  @ParameterizedTest
  @MethodSource("engines")
  void feedEndsInGoodOrder(String engine) throws Exception {
    try (ChildCommand feed = feed(engine)) {
      int port = port(feed.await("gateway on"));
      feed.await("messages/s");
      try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
        feed.terminate();
        assertEquals(-1, stranger.getInputStream().read());
      }
      String output = feed.rest();
      assertEquals(TERMINATED, feed.exitCode(), output);
      assertTrue(output.matches("(?s).*equal to the gateway's +yes +yes.*"), output);
      assertFalse(output.contains("had not finished"), output);
    }
  }

  /** A client that has logged in hears the end, and keeps its side of the connection open. */
  @ParameterizedTest
  @MethodSource("engines")
  void feedSaysHowManyHadNotFinished(String engine) throws Exception {
    try (ChildCommand feed = feed(engine)) {
      int port = port(feed.await("gateway on"));
      feed.await("messages/s");
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String login = String.format("L%-6s%-10s%10s%20d", "demo", "demo", "", 1);
        client.getOutputStream().write(0);
        client.getOutputStream().write(login.length());
        client.getOutputStream().write(login.getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().skipNBytes(Short.BYTES);
        assertEquals('A', client.getInputStream().read());
        feed.terminate();
        feed.await("1 connection had not finished in time");
      }
      String output = feed.rest();
      assertEquals(TERMINATED, feed.exitCode(), output);
    }
  }

  private static ChildCommand feed(String engine) throws IOException {
    return new ChildCommand(
        "feed", "--engine", engine, "--rate", "500", "--seconds", "60", "--connections", "3");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere kqueue is the system's, or nobody's")
  void libraryOfKqueueThatIsNotThereIsNamedInOneLine(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none.so");
    try (ChildCommand doctor =
        ChildCommand.withOptions(List.of("-Dioserver.kqueue.library=" + none), "doctor")) {
      String output = doctor.rest();
      assertEquals(0, doctor.exitCode(), output);
      List<String> lines = output.lines().filter(line -> line.contains("" + none)).toList();
      assertEquals(1, lines.size(), output);
      assertTrue(lines.getFirst().contains("Cannot open library"), output);
      assertTrue(lines.getFirst().endsWith("=FILE names a libkqueue"), output);
    }
  }

  /** The JDK has a line for each, and the run goes on. */
  @Test
  void settingsOfARecordingThatNobodyKnowsAreSaid(@TempDir Path folder) throws Exception {
    List<String> unknown =
        List.of("dev.ioserver.NoSuchEvent#enabled", "dev.ioserver.LoopCycle#colour");
    String recording =
        "-XX:StartFlightRecording:filename=" + folder.resolve("run.jfr") + "," + unknown.get(0);
    try (ChildCommand gateway =
        ChildCommand.withOptions(
            List.of("-Dioserver.jfr=true", recording + "=true," + unknown.get(1) + "=red"),
            "gateway",
            "--connections",
            "2",
            "--rate",
            "200",
            "--seconds",
            "1",
            "--warmup",
            "0")) {
      String output = gateway.rest();
      assertEquals(0, gateway.exitCode(), output);
      for (String setting : unknown) {
        List<String> lines = output.lines().filter(line -> line.contains(setting)).toList();
        assertEquals(1, lines.size(), output);
        assertTrue(lines.getFirst().contains("doesn't exist"), output);
      }
      assertFalse(output.contains("Exception"), output);
    }
    assertTrue(Files.size(folder.resolve("run.jfr")) > 0);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "AWT has other places to find fonts in")
  void withoutFontsAllButThePlotIsThere(@TempDir Path folder) throws Exception {
    Path hgrm = folder.resolve("out.hgrm");
    Path svg = folder.resolve("plot.svg");
    String[] args = {
      "gateway",
      "--connections",
      "3",
      "--rate",
      "500",
      "--seconds",
      "1",
      "--warmup",
      "0",
      "--hgrm",
      hgrm.toString(),
      "--svg",
      svg.toString()
    };
    try (ChildCommand gateway = ChildCommand.withoutFonts(folder, args)) {
      String output = gateway.rest();
      assertEquals(2, gateway.exitCode(), output);
      assertTrue(output.contains("p99.9"), output);
      List<String> errors = output.lines().filter(line -> line.startsWith("ioserver: ")).toList();
      assertEquals(1, errors.size(), output);
      String error = errors.getFirst();
      assertTrue(error.startsWith("ioserver: cannot write " + svg + ": AWT has no fonts"), error);
      assertTrue(error.contains("install fontconfig and a font"), error);
      assertFalse(output.contains("\tat ") || Files.exists(svg), output);
      assertTrue(Files.readString(hgrm).contains("#[Max"), output);
    }
  }

  private static ChildCommand clients(String address, String engine, String credentials)
      throws IOException {
    return new ChildCommand(
        "gateway",
        "--connect",
        address,
        "--engine",
        engine,
        "--credentials",
        credentials,
        "--connections",
        "3",
        "--rate",
        "500",
        "--seconds",
        "1",
        "--warmup",
        "0");
  }

  private static int port(String line) {
    Matcher matcher = PORT.matcher(line);
    assertTrue(matcher.find(), line);
    return Integer.parseInt(matcher.group(1));
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
