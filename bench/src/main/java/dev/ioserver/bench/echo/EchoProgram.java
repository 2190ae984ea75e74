package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.Allocation;
import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** An echo server as a program of its own, for {@link ServerProcess}. */
final class EchoProgram {

  /** Asks for the live objects by their classes, after a collection; only servers in Java know. */
  static final String HISTOGRAM = "histogram";

  /** Asks how many bytes were allocated since the start; only servers in Java know. */
  static final String ALLOCATED = "allocated";

  private EchoProgram() {}

  /** Starts one with a heap of one size, pinned as this process is. */
  static ServerProcess start(String peer, Talk talk, @Nullable Path keys) throws IOException {
    return start(peer, List.of(JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX), talk, keys);
  }

  /**
   * Starts one, pinned as the calling thread is.
   *
   * @param peer its name; after an @ the jar it is taken from, which may be another build's
   * @param jvmArgs further arguments, if it is one in Java
   * @param talk what it answers
   * @param keys its key store, if it speaks TLS
   */
  static ServerProcess start(String peer, List<String> jvmArgs, Talk talk, @Nullable Path keys)
      throws IOException {
    int at = peer.indexOf('@');
    String name = at < 0 ? peer : peer.substring(0, at);
    if (name.equals(Peers.C) || name.equals(Peers.MIO)) {
      return new ServerProcess(NativeProgram.echo(name).start("0"), peer);
    }
    if (name.equals(Peers.C_UNIX)) {
      String file = Place.newFile().toString();
      return new ServerProcess(NativeProgram.ECHO_C.start("0", file), peer);
    }
    String classPath = at < 0 ? System.getProperty("java.class.path", "") : peer.substring(at + 1);
    List<String> arguments = new ArrayList<>(List.of(name));
    if (talk != Talk.ECHO) {
      arguments.add(talk.name());
    }
    if (keys != null) {
      arguments.add(keys.toString());
    }
    return new ServerProcess(
        launch(classPath, jvmArgs, Redirect.INHERIT, arguments.toArray(String[]::new)), peer);
  }

  /** Starts the process of one in Java that echoes. */
  static Process launch(String classPath, String name, List<String> jvmArgs, Redirect errors)
      throws IOException {
    return launch(classPath, jvmArgs, errors, name);
  }

  private static Process launch(
      String classPath, List<String> jvmArgs, Redirect errors, String... arguments)
      throws IOException {
    return JavaProgram.start(classPath, EchoProgram.class, jvmArgs, errors, arguments);
  }

  /** The process itself; who starts it has made sure that the peer can run here. */
  public static void main(String[] args) throws Exception {
    try (LocalServer server = server(args)) {
      System.out.println(Place.text(server.address()));
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      // Whoever started it is there until the end of its input.
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        if (line.equals(HISTOGRAM)) {
          System.out.println(histogram());
        } else if (line.equals(ALLOCATED)) {
          System.out.println(Allocation.bytes());
        }
        System.out.println(ServerProcess.END);
      }
    }
  }

  private static LocalServer server(String[] args) throws Exception {
    return switch (args.length) {
      case 1 -> EchoServer.startUnasked(args[0], false);
      case 2 -> new NettyHttpServer(args[0]);
      default -> TlsEchoServer.start(args[0], Path.of(args[2]));
    };
  }

  private static String histogram() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return String.valueOf(text);
  }
}
