package dev.ioserver.bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own, which prints the port that it listens on, and ends with its
 * standard input, and so with the process that started it.
 */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  /** Waits for the port; ends the process if something else comes. */
  ServerProcess(Process process, String peer) throws IOException {
    this.process = process;
    String line =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    if (line == null) {
      throw new IOException("the " + peer + " server ended at once; see above");
    }
    try {
      port = Integer.parseInt(line.trim());
    } catch (NumberFormatException e) {
      close();
      throw new IOException("the " + peer + " server printed no port but: " + line, e);
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
