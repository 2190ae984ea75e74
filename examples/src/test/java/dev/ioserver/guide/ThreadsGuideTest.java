package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ThreadsGuideTest {

  private final CompletableFuture<SocketAddress> bound = new CompletableFuture<>();
  private volatile boolean running = true;
  private final CountDownLatch idled = new CountDownLatch(1);

  // @start region="virtual"
  /** A virtual thread for each connection. */
  static void serve(Listener listener) throws InterruptedException {
    while (!listener.isDone()) {
      if (listener.receive() instanceof Accepted accepted) {
        Thread.ofVirtual().start(() -> answer(accepted.port()));
      }
    }
  }

  /** Plain code that waits: for bytes, and for room to send. */
  static void answer(Port port) {
    try (port) {
      Data data = port.read(0, Duration.ofMinutes(1));
      while (data != null) { // null if a minute has brought nothing
        port.send(data.bytes());
        data.release();
        data = port.read(0, Duration.ofMinutes(1));
      }
    } catch (ChannelClosedException e) {
      // The peer has closed its side, or is gone: the cause says which.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // @end

  // @start region="duty-cycle"
  /** One thread does it all: it runs the loop, takes the messages, and has other work as well. */
  void run(SocketAddress address) throws SystemCallException {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns())) {
      onListening(io.listen(address));
      while (running) {
        int work = io.poll(this::onMessage, 64); // at most 64 messages; never waits
        work += otherWork();
        if (work == 0) {
          idle();
        }
      }
    }
  }

  void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Accepted accepted -> accepted.port().active(16);
      case Data data -> answer(data);
      case PeerClosed end -> end.port().close();
      default -> {}
    }
  }

  // @end

  // @start region="orders"
  record Order(long id) implements AppMessage {}

  static void take(Listener listener, Channel<Order> orders) throws InterruptedException {
    Select<Message> select = Select.of(listener, orders);
    while (!orders.isDone()) {
      switch (select.receive()) {
        case Order order -> execute(order);
        case Accepted accepted -> select.add(accepted.port().active(16));
        default -> {}
      }
    }
  }

  // @end

  // @start region="factory"
  static IoServer open(ThreadFactory pinned) throws SystemCallException {
    return IoServer.open(IoServerOptions.defaults().loops(2).threadFactory(pinned));
  }

  // @end

  private static final Set<Long> EXECUTED = ConcurrentHashMap.newKeySet();

  private static void execute(Order order) {
    EXECUTED.add(order.id());
  }

  private void onListening(Listener listener) {
    bound.complete(listener.localAddress());
  }

  private static void answer(Data data) {
    assertTrue(data.port().trySend(data.bytes()));
    data.port().active(1);
    data.release();
  }

  private int otherWork() {
    return 0;
  }

  private void idle() {
    idled.countDown();
    Thread.onSpinWait();
  }

  private static void echoes(SocketAddress server) throws Exception {
    try (Socket client = Loopback.connect(server)) {
      for (int i = 0; i < 40; i++) {
        client.getOutputStream().write(i);
        assertEquals(i, client.getInputStream().read());
      }
      client.shutdownOutput();
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void loopsWithThreads() throws Exception {
    // @start region="loops"
    IoServerOptions options = IoServerOptions.defaults().loops(4).name("gateway");
    IoServer io = IoServer.open(options); // with the threads gateway-0 to gateway-3
    // @end
    try (io) {
      assertEquals(4, io.counters().size());
      assertEquals("gateway-3", io.counters().getLast().loop());
    }
  }

  @Test
  void virtualThreads() throws Exception {
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(Loopback.anyPort());
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                serve(listener);
                return null;
              });
      Thread.ofVirtual().start(server);
      echoes(listener.localAddress());
      listener.close();
      server.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void dutyCycle() throws Exception {
    FutureTask<Void> server =
        new FutureTask<>(
            () -> {
              run(Loopback.anyPort());
              return null;
            });
    Thread.ofPlatform().name("duty-cycle").start(server);
    assertTrue(idled.await(60, TimeUnit.SECONDS), "nobody has connected, and yet there is work");
    echoes(bound.get(60, TimeUnit.SECONDS));
    running = false;
    server.get(60, TimeUnit.SECONDS);
  }

  @Test
  void claim() throws Exception {
    // @start region="claim"
    IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns());
    Listener listener = io.listen(Loopback.anyPort()); // still this thread's
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  io.claim(); // from now on the new thread runs it
                  runUntilClosed(io);
                });
    // @end
    echoes(listener.localAddress());
    assertThrows(IllegalStateException.class, () -> io.poll(this::onMessage, 1));
    io.close();
    assertTrue(runner.join(Loopback.PATIENCE));
  }

  // @start region="run"
  void runUntilClosed(IoServer io) {
    try {
      while (true) {
        io.poll(this::onMessage, 64, Duration.ofSeconds(1)); // waits in the kernel
      }
    } catch (ChannelClosedException e) {
      // io.close() was called, by this thread or by another one
    } catch (InterruptedException e) {
      io.close();
    }
  }

  // @end

  @Test
  void ordersOfOtherThreads() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      // @start region="channel"
      Channel<Order> orders = Channels.mpsc(1024);
      // @end
      FutureTask<Void> taker =
          new FutureTask<>(
              () -> {
                take(listener, orders);
                return null;
              });
      Thread.ofVirtual().start(taker);
      // @start region="send"
      orders.send(new Order(7)); // any thread; waits while 1,024 orders wait to be taken
      // @end
      orders.close();
      taker.get(60, TimeUnit.SECONDS);
      assertTrue(EXECUTED.contains(7L));
    }
  }

  @Test
  void threadFactory() throws Exception {
    Set<String> made = ConcurrentHashMap.newKeySet();
    ThreadFactory factory = Thread.ofPlatform().name("io-", 0).daemon().factory();
    ThreadFactory pinsNothing =
        loop -> {
          Thread thread = factory.newThread(loop);
          made.add(thread.getName());
          return thread;
        };
    try (IoServer io = open(pinsNothing);
        Listener listener = io.listen(Loopback.anyPort())) {
      assertEquals(Set.of("io-0", "io-1"), made);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  serve(listener);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      echoes(listener.localAddress());
    }
  }
}
