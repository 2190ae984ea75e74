package dev.ioserver.bench.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.peer.Peers;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ColdStartTest {

  /**
   * A lambda, a switch over types or a text that is put together at run time would each spin a
   * class at its first use, and that takes time before the first byte.
   */
  @Test
  void nothingOfOursIsSpunBeforeTheFirstEcho(@TempDir Path folder) throws Exception {
    String cause = Peers.unavailabilityCause(Peers.IOSERVER);
    assumeTrue(cause == null, "THE START IS NOT TESTED: " + cause);
    Path log = folder.resolve("classes.log");
    String classPath = System.getProperty("java.class.path", "");
    Process process =
        EchoProgram.launch(
            classPath,
            Peers.IOSERVER,
            List.of("-Xlog:class+load:file=" + log + ":none"),
            Redirect.INHERIT);
    try (Socket socket = new Socket()) {
      try {
        int port = new ServerProcess(process, Peers.IOSERVER).port();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(7);
        assertEquals(7, socket.getInputStream().read());
      } finally {
        // Before it closes anything, and before the socket is closed: that may run lambdas.
        process.destroyForcibly();
        process.onExit().join();
      }
    }

    List<String> loaded = Files.readAllLines(log);
    List<String> ours =
        loaded.stream()
            .filter(line -> line.startsWith("dev.ioserver.") || line.startsWith("org.jctools."))
            .filter(line -> !line.startsWith("dev.ioserver.bench."))
            .toList();
    assertTrue(ours.stream().anyMatch(line -> line.contains(".port.TcpPort ")), ours::toString);
    assertEquals(List.of(), ours.stream().filter(line -> line.contains("/0x")).toList());
    assertEquals(
        List.of(),
        loaded.stream().filter(line -> line.matches("(jdk\\.jfr|.*\\.engine\\.jfr)\\..*")).toList(),
        "nobody asked for events");
  }

  /** Whoever asks for events where there is no recorder gets a server, and a line in the log. */
  @Test
  void withoutTheRecorderItServesAllTheSame(@TempDir Path folder) throws Exception {
    String cause = Peers.unavailabilityCause(Peers.IOSERVER);
    assumeTrue(cause == null, "NOT TESTED: " + cause);
    Path errors = folder.resolve("errors.txt");
    Process process =
        EchoProgram.launch(
            System.getProperty("java.class.path", ""),
            Peers.IOSERVER,
            List.of(
                "-Dioserver.jfr=true",
                "--limit-modules",
                "java.base,java.logging,java.management,jdk.unsupported"),
            Redirect.to(errors.toFile()));
    try (Socket socket = new Socket()) {
      int port = new ServerProcess(process, Peers.IOSERVER).port();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write(7);
      assertEquals(7, socket.getInputStream().read());
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
    String said = Files.readString(errors);
    assertTrue(said.contains("run with --add-modules jdk.jfr"), said);
  }
}
