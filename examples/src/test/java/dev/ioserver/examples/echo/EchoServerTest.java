package dev.ioserver.examples.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.examples.AvailableEngines;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EchoServerTest {

  /** Rounds of the allocation test, the first ones spent on compiling. */
  private static final int MOST_ROUNDS = 40;

  private static final String LEAK_CHECK = "ioserver.leakcheck";

  /** What ends the server's thread. */
  private record Stop() implements AppMessage {}

  /** A server on a thread of its own: a caller-run server belongs to the thread that opens it. */
  private static final class Running implements AutoCloseable {
    private final CompletableFuture<SocketAddress> address = new CompletableFuture<>();
    private final Channel<Stop> stop = Channels.mpsc(1);
    private final Thread thread;

    Running(String engine, int loops, Framing framing) {
      thread = Thread.ofPlatform().name("echo-test").start(() -> run(engine, loops, framing));
    }

    private void run(String engine, int loops, Framing framing) {
      try (IoServer io = IoServer.open(IoServerOptions.defaults().engine(engine).loops(loops))) {
        Listener listener =
            io.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ListenOptions.defaults()
                    .ports(
                        PortOptions.defaults()
                            .framing(framing)
                            .closeTimeout(Duration.ofMinutes(1))));
        Select<Message> select = loops == 0 ? io.select() : Select.of(listener);
        select.add(stop);
        address.complete(listener.localAddress());
        while (!stop.isClosed()) {
          EchoServer.echo(select, select.receive());
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        address.completeExceptionally(e);
        throw new AssertionError(e);
      }
    }

    Socket connect() throws IOException {
      Socket socket = new Socket();
      socket.connect(address.join());
      return socket;
    }

    @Override
    public void close() {
      stop.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void rawBytesComeBackAndHalfCloseIsAnswered(String engine) throws Exception {
    for (int loops = 0; loops < 2; loops++) {
      try (Running echo = new Running(engine, loops, Framing.raw());
          Socket client = echo.connect()) {
        client.getOutputStream().write("hello".getBytes());
        assertArrayEquals("hello".getBytes(), client.getInputStream().readNBytes(5));
        client.getOutputStream().write("bye".getBytes());
        client.shutdownOutput();
        assertArrayEquals("bye".getBytes(), client.getInputStream().readAllBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void framesComeBackWhole(String engine) throws Exception {
    for (int prefix : new int[] {1, 2, 4}) {
      Framing framing = Framing.lengthPrefix(prefix, 200);
      try (Running echo = new Running(engine, 0, framing);
          Socket client = echo.connect()) {
        byte[] frame = new byte[prefix + 100];
        frame[prefix - 1] = 100;
        frame[prefix] = 'x';
        OutputStream out = client.getOutputStream();
        out.write(frame, 0, prefix + 10);
        out.flush();
        Thread.sleep(50);
        assertEquals(0, client.getInputStream().available(), "not before the frame is whole");
        out.write(frame, prefix + 10, 90);
        assertArrayEquals(frame, client.getInputStream().readNBytes(frame.length));
        byte[] tooLong = new byte[prefix];
        tooLong[prefix - 1] = (byte) 201;
        out.write(tooLong);
        assertEquals(-1, endOf(client), "ends a client that announces too long a frame");
      }
    }
  }

  /** The client does not read: the server must stop reading too, and lose nothing. */
  @ParameterizedTest
  @MethodSource("engines")
  void slowReader(String engine) throws Exception {
    int size = 32 << 20;
    byte[] sent = new byte[size];
    long seed = System.nanoTime();
    new Random(seed).nextBytes(sent);
    try (Running echo = new Running(engine, 0, Framing.raw());
        Socket client = echo.connect()) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(sent);
                      client.shutdownOutput();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      Thread.sleep(500);
      assertTrue(writer.isAlive(), "the server took all of it without being read from");
      try (Socket other = echo.connect()) {
        other.getOutputStream().write(7);
        assertEquals(7, other.getInputStream().read(), "others are served meanwhile");
      }
      byte[] received = new byte[size];
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readFully(received);
      assertEquals(-1, in.read());
      assertArrayEquals(sent, received, "seed " + seed);
      writer.join();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void steadyStateAllocatesNothing(String engine) throws Exception {
    System.setProperty(LEAK_CHECK, "false"); // it keeps a stack trace for each message
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Running echo = new Running(engine, 0, Framing.raw());
        Socket client = echo.connect()) {
      // The nio engine's selector allocates for itself.
      double bound = engine.equals("nio") ? 500 : 8;
      double perEcho = Double.MAX_VALUE;
      // What is not compiled yet allocates. A round in the steady state is one that does not.
      for (int round = 0; round < MOST_ROUNDS && perEcho >= bound; round++) {
        long before = threads.getThreadAllocatedBytes(echo.thread.threadId());
        exchange(client, 10_000);
        long bytes = threads.getThreadAllocatedBytes(echo.thread.threadId()) - before;
        perEcho = bytes / 10_000.0;
      }
      assertTrue(perEcho < bound, perEcho + " bytes per echo after " + MOST_ROUNDS + " rounds");
    } finally {
      System.setProperty(LEAK_CHECK, "true");
    }
  }

  private static void exchange(Socket client, int times) throws IOException {
    client.setTcpNoDelay(true);
    for (int i = 0; i < times; i++) {
      client.getOutputStream().write(i);
      assertEquals(i & 0xFF, client.getInputStream().read());
    }
  }

  private static int endOf(Socket client) {
    try {
      return client.getInputStream().read();
    } catch (IOException e) {
      return -1; // a reset is an end too
    }
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
