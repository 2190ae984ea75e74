package dev.ioserver.bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, which prints where it listens, and ends with its standard
 * input, and so with the process that started it.
 */
public final class ServerProcess implements AutoCloseable {

  /** The last line of an answer. */
  public static final String END = ".";

  private final Process process;
  private final String peer;
  private final BufferedReader output;
  private final SocketAddress address;

  /** Waits for its address; ends the process if something else comes. */
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
      address = Place.of(line.trim());
    } catch (NumberFormatException e) {
      end();
      throw new IOException("the " + peer + " server printed no address but: " + line, e);
    }
  }

  /** Where it listens. */
  SocketAddress address() {
    return address;
  }

  /** The port that it listens on, if it has one. */
  public int port() {
    return ((InetSocketAddress) address).getPort();
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
    end();
    Place.remove(address);
  }

  private void end() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
