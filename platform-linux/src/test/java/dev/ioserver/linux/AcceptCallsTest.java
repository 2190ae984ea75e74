package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.testkit.fixture.ChildJava;
import dev.ioserver.testkit.fixture.QuietServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a connection costs in system calls, as {@code strace(1)} counts them in a server's process:
 * what is not asked for costs nothing.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AcceptCallsTest {

  private static final int CONNECTIONS = 100;
  private static final int WARM_UP = 5;

  /** All that can be done to a socket; not what the JVM does to read a class from a file. */
  private static final String TRACED =
      "trace=%network,epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,epoll_pwait2,read,write,readv,"
          + "writev,close,fcntl,ioctl,dup";

  /** A thread and a call, in a line of strace -f. */
  private static final Pattern CALL =
      Pattern.compile(
          "^(?<thread>\\d+) +(?:(?<begun>\\w+)\\(|<\\.\\.\\. (?<resumed>\\w+) resumed)");

  @Test
  void acceptedConnectionCostsAcceptAndOneChange(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(canTrace(folder), "no strace, or it may not trace");
    Path trace = folder.resolve("accept");
    List<Socket> clients = new ArrayList<>();
    try (Traced server = new Traced(trace)) {
      // What is done once is done: classes are loaded, a first connection is served.
      for (int i = 0; i < WARM_UP; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port));
      }
      server.tell("accept " + WARM_UP);
      long mark = Files.size(trace);
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port));
      }
      server.tell("accept " + CONNECTIONS);
      Map<String, Integer> calls = ofConnections(trace, mark, "accept4");
      assertEquals(Map.of("accept4", CONNECTIONS, "epoll_ctl", CONNECTIONS), calls);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /**
   * A socket, its one option (TCP_NODELAY is on by default), the connect, one change, and, when it
   * is writable, whether it stands: the error first, then the peer, since no error is not yet a
   * connection; last its own address, since it may have met itself.
   */
  @Test
  void connectCostsSevenCalls(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(canTrace(folder), "no strace, or it may not trace");
    Path trace = folder.resolve("connect");
    try (Traced server = new Traced(trace);
        ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      server.tell("connect " + WARM_UP + " " + listener.getLocalPort());
      long mark = Files.size(trace);
      server.tell("connect " + CONNECTIONS + " " + listener.getLocalPort());
      Map<String, Integer> calls = ofConnections(trace, mark, "socket");
      assertEquals(
          Map.of(
              "socket", CONNECTIONS,
              "setsockopt", CONNECTIONS,
              "connect", CONNECTIONS,
              "epoll_ctl", CONNECTIONS,
              "getsockopt", CONNECTIONS,
              "getpeername", CONNECTIONS,
              "getsockname", CONNECTIONS),
          calls);
    }
  }

  /**
   * The calls about connections since a place in the trace: those of the threads that made the
   * opening call, without what such a thread does whether connections come or not (its waits, its
   * waker, and the accept that finds nothing).
   */
  private static Map<String, Integer> ofConnections(Path trace, long from, String opening)
      throws IOException {
    String text = Files.readString(trace, StandardCharsets.UTF_8).substring((int) from);
    List<String> lines = text.lines().toList();
    List<String> loops =
        lines.stream()
            .filter(line -> line.contains(" " + opening + "("))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .distinct()
            .toList();
    assertEquals(1, loops.size(), () -> "one loop: " + text);
    Map<String, Integer> calls = new TreeMap<>();
    for (String line : lines) {
      Matcher call = CALL.matcher(line);
      if (!call.find() || !loops.contains(call.group("thread"))) {
        continue;
      }
      // A call that another thread's came in between has two lines: "accept4(5, <unfinished ...>"
      // and "<... accept4 resumed>...".
      String begun = call.group("begun");
      String name = begun == null ? call.group("resumed") : begun;
      if (name.startsWith("epoll_wait") || name.startsWith("epoll_pwait")) {
        continue;
      }
      if (begun != null) {
        calls.merge(name, 1, Integer::sum);
      }
      if (name.equals("accept4") && line.contains("EAGAIN")) {
        calls.merge(name, -1, Integer::sum);
      }
    }
    return calls;
  }

  /** Whether strace is here and allowed to trace; said loudly if not. */
  private static boolean canTrace(Path folder) throws Exception {
    String why;
    Path said = folder.resolve("said");
    try {
      Process process =
          new ProcessBuilder("strace", "-f", "-o", folder.resolve("try").toString(), "true")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      why =
          ended && process.exitValue() == 0 ? "" : "strace cannot trace: " + Files.readString(said);
    } catch (IOException e) {
      why = "there is no strace: " + e.getMessage();
    }
    if (!why.isEmpty()) {
      System.out.println("!! SKIPPED [epoll] AcceptCallsTest " + why);
    }
    return why.isEmpty();
  }

  /** A server under strace. */
  private static final class Traced implements AutoCloseable {

    final int port;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final Path errors;

    Traced(Path trace) throws Exception {
      errors = trace.resolveSibling(trace.getFileName() + ".errors");
      List<String> command =
          new ArrayList<>(List.of("strace", "-f", "-qq", "-e", TRACED, "-e", "signal=none", "-o"));
      command.add(trace.toString());
      command.addAll(ChildJava.command(QuietServer.class));
      command.add("epoll");
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      out = process.inputReader(StandardCharsets.UTF_8);
      in = process.outputWriter(StandardCharsets.UTF_8);
      port = Integer.parseInt(answer("listening "));
    }

    /** Has it do something, and waits until it is done and the trace written. */
    void tell(String what) throws IOException {
      in.write(what + "\n");
      in.flush();
      answer("done " + what);
    }

    private String answer(String expected) throws IOException {
      String line = out.readLine();
      assertTrue(
          line != null && line.startsWith(expected),
          () -> expected + "was not said, but " + line + "; " + read(errors));
      return line.substring(expected.length());
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        return e.toString();
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
      boolean ended = false;
      try {
        ended = process.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!ended) {
        try (Stream<ProcessHandle> children = process.descendants()) {
          children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
      }
      assertTrue(ended, "the server did not end");
    }
  }
}
