package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import java.io.IOException;
import java.util.List;

/** An echo server as a program of its own, for {@link ServerProcess}. */
final class EchoProgram {

  private EchoProgram() {}

  /** Starts one, pinned as this process is. */
  static ServerProcess start(String peer) throws IOException {
    Process process =
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
    return new ServerProcess(process, peer);
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
