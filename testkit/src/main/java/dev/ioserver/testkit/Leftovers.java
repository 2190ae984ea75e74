package dev.ioserver.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What there is in this process of the things that a test might leave behind.
 *
 * @param descriptors sockets and what belongs to pollers, -1 where the system does not say
 * @param threadPrefix how the names of loops begin
 */
record Leftovers(long descriptors, String threadPrefix) {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static boolean warm;

  static Leftovers look(String threadPrefix) throws IOException {
    return new Leftovers(count(), threadPrefix);
  }

  /** Makes the JDK open what it opens once and keeps. */
  static synchronized void warmUp() throws Exception {
    if (warm) {
      return;
    }
    warm = true;
    Selector.open().close();
    // A virtual thread that blocks in a socket starts the JDK's own pollers.
    Thread virtual =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (ServerSocket server =
                          new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                      Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                      Socket accepted = server.accept()) {
                    accepted.setSoTimeout(10);
                    client.getOutputStream().write(1);
                    int first = accepted.getInputStream().read();
                    assert first == 1;
                    int second = accepted.getInputStream().read();
                    assert second < 0;
                  } catch (IOException e) {
                    // The second read times out: that is what it is for.
                  }
                });
    virtual.join();
  }

  /** Adds to the problems what is there now and was not before; waits a while for it to go. */
  void compare(List<String> problems) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<String> now = problems();
    while (!now.isEmpty() && deadline - System.nanoTime() > 0) {
      Thread.sleep(10);
      now = problems();
    }
    problems.addAll(now);
  }

  private List<String> problems() throws IOException {
    List<String> found = new ArrayList<>();
    long now = count();
    if (now > descriptors) {
      found.add((now - descriptors) + " descriptors");
    }
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(threadPrefix))
        .forEach(thread -> found.add("the loop thread " + thread.getName()));
    return found;
  }

  private static long count() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.filter(Leftovers::counts).count();
    }
  }

  private static boolean counts(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:")
          || target.startsWith("anon_inode:")
          || target.startsWith("pipe:");
    } catch (IOException e) {
      // Closed since it was listed: the one that the listing itself used, for example.
      return false;
    }
  }
}
