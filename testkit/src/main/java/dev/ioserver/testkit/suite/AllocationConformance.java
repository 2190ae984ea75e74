package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Foreign;
import dev.ioserver.testkit.fixture.ForeignSockets;
import dev.ioserver.testkit.fixture.Foreigners;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.RawSockets;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.UnixSupport;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * In steady state nothing is allocated: not in an echo, a hand-over, a wake-up, an interest change,
 * a receive through a select. Counted on all threads of the engine and of its user, after warm-up.
 *
 * <p>It takes tens of thousands of round trips, for which a system that is emulated needs its time.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class AllocationConformance extends Conformance {

  private static final int WARM_UP = 2_000;
  private static final int MEASURED = 5_000;

  /** The compiler may not be done after the warm-up; each attempt is a warm-up for the next. */
  private static final int ATTEMPTS = 40;

  /** A busy machine compiles late: until then code allocates that will not. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final DatagramOptions UNLIMITED =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED);

  /** The peer keeps its side open until the port has closed: lingering for it is not measured. */
  private static final PortOptions SHORT =
      PortOptions.defaults().closeTimeout(Duration.ofMillis(20));

  private static final PortOptions ECHOED = SHORT.credit(PortOptions.UNLIMITED);

  /** For subclasses. */
  protected AllocationConformance() {}

  /**
   * {@return how many bytes a wait of this engine may allocate: 0, as long as the engine calls the
   * kernel itself}
   */
  protected long bytesPerWait() {
    return 0;
  }

  /**
   * {@return what makes the descriptors that a server watches}
   *
   * @throws Exception if it cannot be opened
   */
  protected Foreigners foreigners() throws Exception {
    return ForeignSockets.of(engine());
  }

  @BothShapes
  void echoAllocatesNothing(Shape shape) throws Exception {
    echoAllocatesNothing(shape, ECHOED);
  }

  /** Nothing but the time is kept of what comes and goes. */
  @BothShapes
  void echoOfAPortThatMayBeIdleAllocatesNothing(Shape shape) throws Exception {
    Duration patience = Duration.ofMillis(100);
    echoAllocatesNothing(shape, ECHOED.readIdle(patience).writeIdle(patience));
  }

  /** What is sent to it is 64 bytes of zero: two frames that end with 32 of them. */
  @BothShapes
  void echoOfFramesAllocatesNothing(Shape shape) throws Exception {
    echoAllocatesNothing(
        shape, ECHOED.framing(Framing.delimiter(100, new byte[32]).keepDelimiter()));
  }

  private void echoAllocatesNothing(Shape shape, PortOptions ports) throws Exception {
    try (TestServer server = server(shape, options -> options.leakCheck(false))) {
      Listener listener = server.listen(ports);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        echo(
            "an echo, framing " + ports.framing(),
            server,
            port,
            run("client", () -> pingUntilClosed(peer)));
      }
    }
  }

  @BothShapes
  void echoOverAUnixSocketAllocatesNothing(Shape shape) throws Exception {
    needsUnixSockets();
    try (SocketFolder folder = SocketFolder.open();
        TestServer server = server(shape, options -> options.leakCheck(false))) {
      ListenOptions options = ListenOptions.defaults().ports(ECHOED);
      Listener listener = server.direct(server.io().listen(folder.next(), options));
      try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
        Port port = server.accept(listener);
        Work<Void> client = run("client", () -> pingUntilClosed(peer));
        echo("an echo over a Unix socket", server, port, client);
      }
      listener.close();
      server.expect(listener, Closed.class);
    }
  }

  private void echo(String what, TestServer server, Port port, Work<Void> client) throws Exception {
    Consumer<Message> echo =
        message -> {
          if (message instanceof Data data) {
            port.trySend(data.bytes());
            data.release();
          }
        };
    Echo body =
        () -> {
          Message message = port.receive();
          if (message instanceof Closed) {
            return false;
          }
          echo.accept(message);
          return true;
        };
    measure(what, server, body);
    port.close();
    server.until("closed", () -> LifecycleConformance.drained(port));
    server.join(client);
  }

  private void needsUnixSockets() {
    if (!UnixSupport.isHere()) {
      skip("this system has no Unix sockets, says java.nio");
    }
    if (engine().equals("iocp")) {
      skip("the iocp engine has no Unix sockets");
    }
  }

  @BothShapes
  void echoThroughASelectByCreditAllocatesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape, options -> options.leakCheck(false))) {
      Listener listener = server.listen(SHORT.credit(8));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Select<Object> select = TimerConformance.select(server, shape).add(port);
        Work<Void> client = run("client", () -> pingUntilClosed(peer));
        MessageHandler<Object> handler =
            (source, message) -> {
              switch (message) {
                case Data data -> {
                  port.trySend(data.bytes());
                  data.release();
                }
                case CreditUsed _ -> port.active(8);
                default -> throw new AssertionError("unexpected: " + message);
              }
            };
        measure("an echo through a select", server, () -> select.pollNanos(handler, 16, -1) >= 0);
        select.remove(port);
        port.close();
        server.until("closed", () -> LifecycleConformance.drained(port));
        server.join(client);
      }
    }
  }

  /** Most of the receives find nothing, for which a loop with a thread of its own looks longest. */
  @BothShapes
  void passiveReceiveWithoutWaitingAllocatesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape, options -> options.leakCheck(false))) {
      Listener listener = server.listen(SHORT);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Work<Void> client = run("client", () -> pingUntilClosed(peer));
        Echo body =
            () -> {
              Data data = port.read(64, Duration.ZERO);
              if (data != null) {
                port.trySend(data.bytes());
                data.release();
              }
              return true;
            };
        measure("a receive that does not wait", server, body, 4 * bytesPerWait());
        port.close();
        server.until("closed", () -> LifecycleConformance.drained(port));
        server.join(client);
      }
    }
  }

  /**
   * Of several sources in turn, each of which is answered: that needs its address as an object for
   * nobody, and as numbers for the answer.
   */
  @BothShapes
  void anEchoOfDatagramsAllocatesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape, options -> options.leakCheck(false))) {
      needsDatagrams(server);
      DatagramPort port =
          Udp.bind(server, DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED));
      DatagramClients clients = new DatagramClients(port, 4);
      Echo body =
          () -> {
            if (port.receive() instanceof Datagram datagram) {
              assertTrue(datagram.source() != null);
              port.tryReply(datagram, datagram.bytes());
              datagram.release();
              return true;
            }
            return false;
          };
      measure("an echo of a datagram", server, body, bytesPerDatagram());
      clients.end(server, port);
    }
  }

  /** Sixteen in one batch, taken without messages, and answered to one address. */
  @BothShapes
  void batchesOfDatagramsAllocateNothing(Shape shape) throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS, options -> options.leakCheck(false))) {
      needsDatagrams(server);
      // The other shape is the other way to send.
      DatagramPort port = Udp.bind(server, DatagramOptions.defaults());
      DatagramPort sender =
          shape == Shape.CALLER_RUNS
              ? Udp.bind(server, DatagramOptions.defaults())
              : Udp.connect(server, port.localAddress(), DatagramOptions.defaults());
      long allowed = 16 * 2 * bytesPerDatagram();
      batches("a batch of 16 datagrams", server, port, sender, 16, allowed);
    }
  }

  private void batches(
      String what,
      TestServer server,
      DatagramPort port,
      DatagramPort sender,
      int count,
      long allowed)
      throws Exception {
    SocketAddress to = port.localAddress();
    long[] seen = new long[1];
    port.onDatagrams(
        batch -> {
          while (batch.next()) {
            seen[0] += batch.bytes().get() + batch.drops();
          }
        });
    port.activeUnlimited();
    ByteBuffer message = ByteBuffer.allocateDirect(64).put(0, (byte) 1);
    Echo body =
        () -> {
          for (int i = 0; i < count; i++) {
            message.clear();
            if (sender.remoteAddress() == null) {
              sender.trySend(message, to);
            } else {
              sender.trySend(message);
            }
          }
          sender.flush();
          long wanted = seen[0] + count;
          while (seen[0] < wanted) {
            server.io().poll((_, _) -> {}, count);
          }
          return true;
        };
    measure(what, server, body, allowed);
    sender.close();
    port.close();
    server.until("closed", () -> Udp.drained(port));
    server.until("closed", () -> Udp.drained(sender));
  }

  /** Of several sources in turn, whose addresses are objects: always the same ones. */
  @BothShapes
  void anEchoOfUnixDatagramsAllocatesNothing(Shape shape) throws Exception {
    try (SocketFolder folder = SocketFolder.open();
        TestServer server = server(shape, options -> options.leakCheck(false))) {
      needs(server, Feature.UNIX);
      DatagramPort port = server.direct(server.io().bind(folder.next(), UNLIMITED));
      TestServer peers = server(Shape.OWN_THREADS, options -> options.leakCheck(false));
      List<DatagramPort> clients = new java.util.ArrayList<>();
      for (int i = 0; i < 4; i++) {
        DatagramPort client = peers.io().bind(folder.next(), UNLIMITED);
        client.onDatagrams(
            batch -> {
              while (batch.next()) {
                client.tryReply(batch, batch.bytes());
              }
            });
        client.send(ByteBuffer.allocate(64), port.localAddress());
        clients.add(client);
      }
      Echo body =
          () -> {
            if (port.receive() instanceof Datagram datagram) {
              assertTrue(datagram.source() != null);
              port.tryReply(datagram, datagram.bytes());
              datagram.release();
              return true;
            }
            return false;
          };
      measure("an echo of a datagram over a Unix socket", server, body);
      for (DatagramPort client : clients) {
        client.close();
      }
      port.close();
      server.until("closed", () -> Udp.drained(port));
      peers.until("closed", () -> clients.stream().allMatch(Udp::drained));
    }
  }

  /** Eight in one batch: more than ten would not fit into a Unix socket. */
  @BothShapes
  void batchesOfUnixDatagramsAllocateNothing(Shape shape) throws Exception {
    try (SocketFolder folder = SocketFolder.open();
        TestServer server = server(Shape.CALLER_RUNS, options -> options.leakCheck(false))) {
      needs(server, Feature.UNIX);
      DatagramPort port =
          server.direct(server.io().bind(folder.next(), DatagramOptions.defaults()));
      // The other shape is the other way to send.
      DatagramPort sender =
          server.direct(
              server
                  .io()
                  .bind(
                      folder.next(),
                      shape == Shape.CALLER_RUNS
                          ? DatagramOptions.defaults()
                          : DatagramOptions.defaults().remote(port.localAddress())));
      batches("a batch of 8 datagrams over a Unix socket", server, port, sender, 8, bytesPerWait());
    }
  }

  private void needs(TestServer server, Feature feature) {
    String missing = Udp.missing(server, feature);
    if (missing != null) {
      skip(missing);
    }
  }

  /**
   * {@return how many bytes receiving and sending one datagram may allocate: 0, as for {@link
   * #bytesPerWait()}}
   */
  protected long bytesPerDatagram() {
    return 0;
  }

  private void needsDatagrams(TestServer server) {
    String missing = Udp.missing(server);
    if (missing != null) {
      skip(missing);
    }
  }

  /** Sockets of the JDK that ping a port in turn, until they are ended. */
  private final class DatagramClients {
    private final List<DatagramSocket> sockets = new java.util.ArrayList<>();
    private final Work<Void> pings;
    private volatile boolean over;

    DatagramClients(DatagramPort port, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        sockets.add(Udp.socket());
      }
      pings =
          run(
              "clients",
              () -> {
                DatagramPacket packet = new DatagramPacket(new byte[64], 64, port.localAddress());
                DatagramPacket answer = new DatagramPacket(new byte[64], 64);
                while (!over) {
                  for (DatagramSocket socket : sockets) {
                    socket.send(packet);
                    socket.setSoTimeout(over ? 1 : 20);
                    try {
                      socket.receive(answer);
                    } catch (SocketTimeoutException e) {
                      // The port may have ended, or be slow: the next one.
                    }
                  }
                }
              });
    }

    void end(TestServer server, DatagramPort port) throws Exception {
      over = true;
      server.until("the clients end", pings::isDone);
      pings.get();
      sockets.forEach(DatagramSocket::close);
      port.close();
      while (!port.isDone()) {
        if (port.receive(Duration.ofMillis(1)) instanceof Datagram datagram) {
          datagram.release();
        }
      }
    }
  }

  @BothShapes
  void channelHandOverAllocatesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Channel<Object> ping = Channels.mpsc(16);
      Channel<Object> pong = Channels.spscUnbounded();
      Select<Object> select = TimerConformance.select(server, shape).add(ping);
      Object token = new Object();
      Work<Void> other =
          run(
              "other",
              () -> {
                try {
                  while (true) {
                    ping.send(token);
                    pong.receive();
                  }
                } catch (dev.ioserver.engine.api.ChannelClosedException e) {
                  // The test is over.
                }
              });
      measure(
          "a hand-over",
          server,
          () -> {
            Object message = select.receive();
            pong.send(message);
            return true;
          },
          other.thread());
      select.remove(ping);
      ping.close();
      pong.close();
      other.get();
    }
  }

  /** Room to write is there each time that the kernel is asked, so that no other side is needed. */
  @BothShapes
  void aWatchThatIsReadyAllocatesNothing(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      select.add(foreign.watch(server.io(), Interest.WRITE));
      MessageHandler<Object> handler =
          (source, message) -> {
            if (!(message instanceof Ready)) {
              throw new AssertionError("unexpected: " + message);
            }
          };
      // With threads of its own, the loop may be asked several times in vain.
      measure(
          "a Ready through a select",
          server,
          () -> select.pollNanos(handler, 16, -1) > 0,
          4 * bytesPerWait());
    }
  }

  @Test
  void wakeAndRescheduleAllocateLittleMoreThanTheSchedule() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Timer timer = server.timer(Duration.ofHours(1));
      // A schedule is two small objects, and no more: the wake itself adds nothing.
      measure(
          "a reschedule",
          server,
          () -> {
            timer.schedule(Duration.ofHours(1), Duration.ZERO);
            return true;
          },
          200);
    }
  }

  @Test
  void aTimerThatIsSetAnewByItsOwnThreadAllocatesNothing() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Timer timer = server.timer(Duration.ofHours(1));
      measure(
          "a reschedule on the loop's thread",
          server,
          () -> {
            timer.scheduleNanos(3_600_000_000_000L, 0);
            timer.scheduleNanos(1_800_000_000_000L, 0);
            return true;
          },
          0);
    }
  }

  @Test
  void wakeupAndInterestChangeOfTheSelectorAllocateNothing() throws Exception {
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine()));
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      ReadyHandler handler = new Counter();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      measure(
          "a wake-up with an interest change",
          null,
          () -> {
            selector.registry().interest(token, Interest.READ | Interest.WRITE);
            selector.registry().wakeup();
            selector.selectNanos(handler, -1);
            selector.registry().interest(token, Interest.READ);
            selector.selectNanos(handler, 0);
            return true;
          },
          2 * bytesPerWait());
      selector.deregisterNow(token);
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  /** Something that is done over and over; false ends it. */
  @FunctionalInterface
  private interface Echo {
    boolean run() throws Exception;
  }

  private void measure(String what, @Nullable TestServer server, Echo body, Thread... others)
      throws Exception {
    measure(what, server, body, bytesPerWait(), others);
  }

  private void measure(
      String what, @Nullable TestServer server, Echo body, long allowed, Thread... others)
      throws Exception {
    ThreadMXBean threads = threads();
    List<Thread> counted = new java.util.ArrayList<>(List.of(others));
    counted.add(Thread.currentThread());
    if (server != null) {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("conformance"))
          .forEach(counted::add);
    }
    for (int i = 0; i < WARM_UP && body.run(); i++) {
      // The compiler and the pools get to know it.
    }
    double least = Double.MAX_VALUE;
    long began = System.nanoTime();
    for (int attempt = 0;
        least >= allowed + 1 && (attempt < ATTEMPTS || System.nanoTime() - began < PATIENCE_NANOS);
        attempt++) {
      long before = allocated(threads, counted);
      for (int i = 0; i < MEASURED && body.run(); i++) {
        // Nothing else than the body, on this thread.
      }
      long bytes = allocated(threads, counted) - before;
      least = Math.min(least, (double) bytes / MEASURED);
    }
    System.out.printf("[%s] %s allocates %.3f B%n", engine(), what, least);
    assertTrue(least < allowed + 1, what + " allocates " + least + " B");
  }

  private ThreadMXBean threads() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()) {
      return threads;
    }
    skip("this virtual machine does not count what threads allocate");
    throw new AssertionError("skipped");
  }

  private static long allocated(ThreadMXBean threads, List<Thread> counted) {
    long sum = 0;
    for (Thread thread : counted) {
      sum += Math.max(0, threads.getThreadAllocatedBytes(thread.threadId()));
    }
    return sum;
  }

  private static void pingUntilClosed(SocketChannel peer) {
    ByteBuffer ping = ByteBuffer.allocateDirect(64);
    ByteBuffer pong = ByteBuffer.allocateDirect(64);
    try {
      while (true) {
        peer.write(ping.clear());
        pong.clear();
        while (pong.hasRemaining()) {
          if (peer.read(pong) < 0) {
            return;
          }
        }
      }
    } catch (IOException e) {
      // Closed under the ping: the test is over.
    }
  }

  private static void pingUntilClosed(Peer peer) throws Exception {
    OutputStream out = peer.socket().getOutputStream();
    InputStream in = peer.socket().getInputStream();
    byte[] ping = new byte[64];
    byte[] pong = new byte[64];
    try {
      while (true) {
        out.write(ping);
        if (in.readNBytes(pong, 0, pong.length) < pong.length) {
          return;
        }
      }
    } catch (java.net.SocketException e) {
      // Closed under the ping: the test is over.
    }
  }

  private static final class Counter implements ReadyHandler {
    private long events;

    @Override
    public void onReady(long token, @Nullable Object attachment, int ready) {
      events++;
      assert events > 0;
    }
  }
}
