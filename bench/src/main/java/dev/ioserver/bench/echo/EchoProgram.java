package dev.ioserver.bench.echo;

import dev.ioserver.bench.JvmArgs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An echo server in a process of its own. It prints the port that it listens on, and ends with its
 * standard input, and so with the process that started it.
 */
final class EchoProgram implements AutoCloseable {

  private final Process process;
  private final int port;

  /** Starts one, pinned as this process is. */
  EchoProgram(String peer) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    JvmArgs.NATIVE_ACCESS,
                    JvmArgs.UNSAFE,
                    JvmArgs.HEAP_MIN,
                    JvmArgs.HEAP_MAX,
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    EchoProgram.class.getName(),
                    peer))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    if (line == null) {
      throw new IOException("the " + peer + " server ended at once; see above");
    }
    port = Integer.parseInt(line.trim());
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  /** The process itself. */
  public static void main(String[] args) throws Exception {
    try (EchoServer server = EchoServer.start(args[0], false)) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Whoever started it is still there.
      }
    }
  }
}
