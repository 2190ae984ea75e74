package dev.ioserver.testkit;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that runs out of descriptors: more connections than it can hold come to its listener.
 * The connecting sockets are in this process too, so that they use descriptors up as well.
 */
final class FewDescriptors {

  /** What is printed where descriptors cannot be limited. */
  static final String CANNOT = "cannot limit descriptors";

  private static final int LIMIT = 256;

  private FewDescriptors() {}

  /** Starts it; its output goes to a file. */
  static Process start(String engine, Shape shape, Path output) throws IOException {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Properties that a test set itself are no arguments: which library, which waker.
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("ioserver.")) {
        java.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Modules as they are here; agents and debuggers stay out.
      if (argument.startsWith("--")) {
        java.add(argument);
      }
    }
    java.add("-ea");
    java.add("-Xmx128m");
    String modules = System.getProperty("jdk.module.path");
    if (modules != null) {
      java.add("--module-path=" + modules);
    }
    java.add("-cp");
    java.add(System.getProperty("java.class.path"));
    String module = FewDescriptors.class.getModule().getName();
    if (module == null) {
      java.add(FewDescriptors.class.getName());
    } else {
      java.add("-m");
      java.add(module + "/" + FewDescriptors.class.getName());
    }
    java.add(engine);
    java.add(shape.name());
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add("-c");
    command.add(
        "ulimit -n " + LIMIT + " || { echo '" + CANNOT + "'; exit 3; }; exec \"$0\" \"$@\"");
    command.addAll(java);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** The child process. */
  public static void main(String[] arguments) throws Exception {
    Shape shape = Shape.valueOf(arguments[1]);
    IoServerOptions options = IoServerOptions.defaults().engine(arguments[0]);
    if (shape == Shape.CALLER_RUNS) {
      options = options.callerRuns();
    }
    try (TestServer server = new TestServer(options, shape)) {
      Listener listener = server.listen();
      // What is loaded late needs a descriptor: all classes, and an exchange, before they run out.
      loadAll(IoServer.class);
      loadAll(FewDescriptors.class);
      try (Socket socket = connect(listener)) {
        Port port = server.accept(listener);
        socket.getOutputStream().write(1);
        PassiveReceiveConformance.demand(port, 1).release();
        port.abort();
        server.expect(port, Closed.class);
      }
      Deque<Socket> sockets = useUp(listener);
      Deque<Port> ports = new ArrayDeque<>();
      int failures = 0;
      int accepted = 0;
      int total = sockets.size();
      while (accepted < total) {
        Message message = listener.receive(100_000_000L);
        switch (message) {
          case Accepted a -> {
            accepted++;
            ports.add(server.direct(a.port()));
          }
          case Failed failed -> {
            failures++;
            require(
                failed.cause() instanceof SystemCallException e
                    && e.kind() == SystemCallException.Kind.TOO_MANY_DESCRIPTORS,
                "an unexpected failure: " + failed.cause());
          }
          case null -> {
            require(failures > 0, "neither accepted nor said why not");
            // Nothing can be accepted until something is closed.
            for (int i = 0; i < 10 && !sockets.isEmpty(); i++) {
              sockets.removeFirst().close();
              if (!ports.isEmpty()) {
                ports.removeFirst().abort();
              }
            }
          }
          default -> throw new AssertionError("unexpected: " + message);
        }
      }
      require(failures > 0, "descriptors never ran out");
      require(failures <= 1 + total / 5, "said more than once each time: " + failures);
      require(server.io().failure() == null, "a loop failed");
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    System.out.println("passed");
  }

  /** Connects until descriptors run out, then gives a few back for the JDK's own use. */
  private static Deque<Socket> useUp(Listener listener) throws IOException {
    Deque<Socket> sockets = new ArrayDeque<>();
    listener.active(20);
    while (true) {
      try {
        sockets.add(connect(listener));
      } catch (IOException e) {
        break;
      }
      require(sockets.size() <= LIMIT, CANNOT);
    }
    listener.active(1_000);
    return sockets;
  }

  /** Loads the classes that are files beside this one; in an archive they need no descriptor. */
  private static void loadAll(Class<?> one) throws Exception {
    Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(root.resolve("dev"))) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString();
      if (!name.contains("-info") && !name.contains("Test")) {
        Class.forName(
            name.substring(0, name.length() - 6).replace(file.getFileSystem().getSeparator(), "."));
      }
    }
  }

  private static Socket connect(Listener listener) throws IOException {
    InetSocketAddress address = listener.localAddress();
    return new Socket(address.getAddress(), address.getPort());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
