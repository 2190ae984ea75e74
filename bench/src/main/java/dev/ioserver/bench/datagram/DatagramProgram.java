package dev.ioserver.bench.datagram;

import dev.ioserver.bench.echo.JavaProgram;
import dev.ioserver.bench.echo.ServerProcess;
import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Allocation;
import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server of datagrams as a program of its own. */
final class DatagramProgram {

  /** Asks how many bytes its threads have allocated so far; only servers in Java know. */
  static final String ALLOCATED = "allocated";

  private DatagramProgram() {}

  /**
   * Starts one, pinned as the calling thread is.
   *
   * @param peer its name; after an @ the jar it is taken from, which may be another build's
   */
  static ServerProcess start(String peer) throws IOException {
    int at = peer.indexOf('@');
    String name = at < 0 ? peer : peer.substring(0, at);
    if (!isJava(peer)) {
      String segments = name.equals(Peers.C_SEGMENTS) ? "1" : "0";
      return new ServerProcess(NativeProgram.DATAGRAMS_C.start(segments), peer);
    }
    String classPath = at < 0 ? System.getProperty("java.class.path", "") : peer.substring(at + 1);
    List<String> heap = List.of(JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX);
    return new ServerProcess(
        JavaProgram.start(classPath, DatagramProgram.class, heap, Redirect.INHERIT, name), peer);
  }

  /** Whether it answers questions. */
  static boolean isJava(String peer) {
    return !peer.equals(Peers.C) && !peer.equals(Peers.C_SEGMENTS);
  }

  /** What all threads of a server in Java have allocated. */
  static long allocated(ServerProcess server) throws IOException {
    return Long.parseLong(server.ask(ALLOCATED).getFirst());
  }

  /** The process itself; who starts it has made sure that the peer can run here. */
  public static void main(String[] args) throws Exception {
    try (DatagramServer server = DatagramServer.start(args[0])) {
      System.out.println(server.port());
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      // Whoever started it is there until the end of its input.
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        if (line.equals(ALLOCATED)) {
          System.out.println(Allocation.bytes());
        }
        System.out.println(ServerProcess.END);
      }
    }
  }
}
