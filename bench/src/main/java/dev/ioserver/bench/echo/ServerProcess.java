package dev.ioserver.bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, which prints the port that it listens on, and ends with its
 * standard input, and so with the process that started it.
 */
public final class ServerProcess implements AutoCloseable {

  /** The last line of an answer. */
  public static final String END = ".";

  private final Process process;
  private final String peer;
  private final BufferedReader output;
  private final int port;

  /** Waits for the port; ends the process if something else comes. */
  public ServerProcess(Process process, String peer) throws IOException {
    this.process = process;
    this.peer = peer;
    output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = output.readLine();
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

  /** The port that it has printed. */
  public int port() {
    return port;
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  /**
   * Asks a program in Java, and waits for the whole of its answer, which ends with {@link #END}.
   */
  public List<String> ask(String question) throws IOException {
    process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    List<String> answer = new ArrayList<>();
    while (true) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the " + peer + " server ended when it was asked for " + question);
      }
      if (line.equals(END)) {
        return answer;
      }
      answer.add(line);
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
