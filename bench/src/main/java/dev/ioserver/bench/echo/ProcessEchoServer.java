package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program that is no Java program. It ends with its standard input, and so with this process. */
final class ProcessEchoServer extends EchoServer {

  private final Process process;
  private final int port;

  ProcessEchoServer(String peer, boolean busy) throws IOException {
    NativeProgram program = peer.equals(Peers.MIO) ? NativeProgram.ECHO_MIO : NativeProgram.ECHO_C;
    process = program.start(busy ? "1" : "0");
    BufferedReader output =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the " + peer + " server ended at once");
    }
    port = Integer.parseInt(line.trim());
  }

  @Override
  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
