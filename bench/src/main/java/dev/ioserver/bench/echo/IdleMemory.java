package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a connection on which nothing happens takes of a server's memory: the server is a process of
 * its own, is looked at before and after this process has connected, and the difference is divided
 * by the connections.
 *
 * @param heapBytes live objects after a collection; NaN if the server is no Java program
 * @param objects how many of them
 * @param outsideBytes what became resident outside of the heap
 * @param classes what the objects are, those that take most first
 */
public record IdleMemory(
    double heapBytes, double objects, double outsideBytes, List<OfClass> classes) {

  /** Connections that come and go first, so that classes are loaded before the first look. */
  private static final int WARM_UP = 100;

  /** Ports that the system chooses for connections from one address: there are some 28,000. */
  private static final int PORTS = 20_000;

  private static final int BYTES = 64;
  private static final int COLLECTIONS = 3;
  private static final long MOST_SECONDS = 60;

  /**
   * Objects of a class in one connection.
   *
   * @param name as the JVM writes it, such as [B for an array of bytes
   */
  public record OfClass(String name, double objects, double bytes) {}

  /**
   * What is resident for a connection. Pages of the heap count for what lives in them: how many are
   * touched depends on how large the heap may get before it is collected.
   */
  public double residentBytes() {
    return (Double.isNaN(heapBytes) ? 0 : heapBytes) + outsideBytes;
  }

  /**
   * Measures.
   *
   * @param messages how many of 64 B are echoed on each connection before it is left alone
   */
  public static IdleMemory measure(String peer, int connections, int messages) throws IOException {
    List<SocketChannel> sockets = new ArrayList<>();
    try (ServerProcess server = EchoProgram.start(peer, jvmArgs(connections), Talk.ECHO, null)) {
      boolean java = !peer.equals(Peers.C) && !peer.equals(Peers.MIO);
      try {
        int descriptors = descriptors(server);
        connect(server, sockets, WARM_UP, Math.max(1, messages));
        awaitDescriptors(server, descriptors + WARM_UP);
        close(sockets);
        awaitDescriptors(server, descriptors);
        Footprint before = look(server, java);
        connect(server, sockets, connections, messages);
        awaitDescriptors(server, descriptors + connections);
        return difference(before, look(server, java), connections, java);
      } finally {
        close(sockets);
      }
    }
  }

  /**
   * Each page of the heap is touched at the start, so that what becomes resident later lies outside
   * of it; and the server is interpreted, so that it is not the compiler's memory either.
   */
  private static List<String> jvmArgs(int connections) {
    int megabytes = 256 + connections / 100;
    return List.of(
        "-Xms" + megabytes + "m",
        "-Xmx" + megabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:+AlwaysPreTouch",
        "-Xint");
  }

  private static void connect(
      ServerProcess server, List<SocketChannel> sockets, int connections, int messages)
      throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    for (int i = 0; i < connections; i++) {
      SocketChannel socket = SocketChannel.open();
      sockets.add(socket);
      if (i >= PORTS) {
        byte[] source = {127, 0, 0, (byte) (1 + i / PORTS)};
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
      }
      socket.connect(address);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      exchange(socket, messages);
    }
  }

  private static void exchange(SocketChannel socket, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      socket.write(ByteBuffer.allocate(BYTES));
      ByteBuffer incoming = ByteBuffer.allocate(BYTES);
      while (incoming.hasRemaining()) {
        if (socket.read(incoming) < 0) {
          throw new IOException("the server has closed a connection");
        }
      }
    }
  }

  private static Footprint look(ServerProcess server, boolean java) throws IOException {
    List<String> histogram = List.of();
    // What one collection finds to be cleaned up, the next one frees.
    for (int i = 0; java && i < COLLECTIONS; i++) {
      histogram = server.ask(EchoProgram.HISTOGRAM);
    }
    return Footprint.of(server.pid(), histogram);
  }

  static IdleMemory difference(
      Footprint before, Footprint after, double connections, boolean java) {
    Footprint.Objects none = new Footprint.Objects(0, 0);
    List<OfClass> classes = new ArrayList<>();
    for (Map.Entry<String, Footprint.Objects> found : after.classes().entrySet()) {
      Footprint.Objects earlier = before.classes().getOrDefault(found.getKey(), none);
      classes.add(
          new OfClass(
              found.getKey(),
              (found.getValue().count() - earlier.count()) / connections,
              (found.getValue().bytes() - earlier.bytes()) / connections));
    }
    classes.sort(Comparator.comparingDouble(OfClass::bytes).reversed());
    double nothing = java ? 0 : Double.NaN;
    return new IdleMemory(
        nothing + (after.all().bytes() - before.all().bytes()) / connections,
        nothing + (after.all().count() - before.all().count()) / connections,
        (after.residentBytes() - before.residentBytes()) / connections,
        classes);
  }

  /** A connection is there for its client before the server has accepted it. */
  private static void awaitDescriptors(ServerProcess server, int wanted) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    // One or two more or less: a JVM opens and closes a file now and then.
    while (Math.abs(descriptors(server) - wanted) > 2) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "the server has " + descriptors(server) + " descriptors, and not " + wanted);
      }
      pause();
    }
    pause();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static int descriptors(ServerProcess server) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
      return (int) open.count();
    }
  }

  private static void close(List<SocketChannel> sockets) throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }
}
