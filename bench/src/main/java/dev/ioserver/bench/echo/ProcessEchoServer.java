package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import java.io.IOException;

/** A program that is no Java program. It ends with its standard input, and so with this process. */
final class ProcessEchoServer extends EchoServer {

  private final ServerProcess process;

  ProcessEchoServer(String peer, boolean busy) throws IOException {
    NativeProgram program = peer.equals(Peers.MIO) ? NativeProgram.ECHO_MIO : NativeProgram.ECHO_C;
    process = new ServerProcess(program.start(busy ? "1" : "0"), peer);
  }

  @Override
  int port() {
    return process.port();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
