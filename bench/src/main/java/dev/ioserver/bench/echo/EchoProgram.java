package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** An echo server as a program of its own, for {@link ServerProcess}. */
final class EchoProgram {

  /** Asks for the live objects by their classes, after a collection; only servers in Java know. */
  static final String HISTOGRAM = "histogram";

  private EchoProgram() {}

  /** Starts one with a heap of one size, pinned as this process is. */
  static ServerProcess start(String peer, Talk talk) throws IOException {
    return start(peer, List.of(JvmArgs.HEAP_MIN, JvmArgs.HEAP_MAX), talk);
  }

  /**
   * Starts one, pinned as the calling thread is.
   *
   * @param peer its name; after an @ the jar it is taken from, which may be another build's
   * @param jvmArgs further arguments, if it is one in Java
   * @param talk what it answers
   */
  static ServerProcess start(String peer, List<String> jvmArgs, Talk talk) throws IOException {
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
    return new ServerProcess(launch(classPath, name, jvmArgs, Redirect.INHERIT, talk), peer);
  }

  /** Starts the process of one in Java that echoes. */
  static Process launch(String classPath, String name, List<String> jvmArgs, Redirect errors)
      throws IOException {
    return launch(classPath, name, jvmArgs, errors, Talk.ECHO);
  }

  private static Process launch(
      String classPath, String name, List<String> jvmArgs, Redirect errors, Talk talk)
      throws IOException {
    String[] arguments = talk == Talk.ECHO ? new String[] {name} : new String[] {name, talk.name()};
    return JavaProgram.start(classPath, EchoProgram.class, jvmArgs, errors, arguments);
  }

  /** The process itself; who starts it has made sure that the peer can run here. */
  public static void main(String[] args) throws Exception {
    try (LocalServer server =
        args.length > 1 ? new NettyHttpServer(args[0]) : EchoServer.startUnasked(args[0], false)) {
      System.out.println(Place.text(server.address()));
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      // Whoever started it is there until the end of its input.
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        if (line.equals(HISTOGRAM)) {
          System.out.println(histogram());
        }
        System.out.println(ServerProcess.END);
      }
    }
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
