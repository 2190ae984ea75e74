package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NativeProgram;
import java.io.IOException;
import java.net.SocketAddress;

/** A program that is no Java program. It ends with its standard input, and so with this process. */
final class ProcessEchoServer extends EchoServer {

  private final ServerProcess process;

  /** One of these. */
  static EchoServer open(String peer, boolean busy) throws IOException {
    return new ProcessEchoServer(peer, busy);
  }

  private ProcessEchoServer(String peer, boolean busy) throws IOException {
    process = new ServerProcess(NativeProgram.echo(peer).start(busy ? "1" : "0"), peer);
  }

  @Override
  public SocketAddress address() {
    return process.address();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
