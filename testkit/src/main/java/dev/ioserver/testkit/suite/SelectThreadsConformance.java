package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Select and threads: who runs it, who wakes it, who interrupts it. */
public abstract class SelectThreadsConformance extends Conformance {

  /** For subclasses. */
  protected SelectThreadsConformance() {}

  @BothShapes
  void otherThreadsWakeTheSelect(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      Channel<Integer> ping = Channels.mpsc(4);
      Channel<Integer> pong = Channels.mpsc(4);
      select.add(ping);
      int rounds = rounds(20_000, 1_000_000);
      Work<Void> other =
          run(
              "other",
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ping.send(i);
                  assertEquals(i, pong.receive());
                }
              });
      for (int i = 0; i < rounds; i++) {
        assertEquals(i, select.receive(TestServer.LONG));
        pong.send(i);
      }
      other.get();
    }
  }

  @Test
  void interruptEndsAWaitingSelectAndLosesNothing() throws Exception {
    Channel<Integer> channel = Channels.mpsc(4);
    int messages = 20_000;
    Work<Void> receiver =
        run(
            "receiver",
            () -> {
              Select<Object> select = Select.ofAny(channel);
              for (int i = 0; i < messages; ) {
                try {
                  assertEquals(i, select.receive());
                  i++;
                } catch (InterruptedException e) {
                  // On with it.
                }
              }
            });
    Work<Void> sender =
        run(
            "sender",
            () -> {
              for (int i = 0; i < messages; i++) {
                channel.send(i);
              }
            });
    while (!receiver.isDone()) {
      receiver.interrupt();
      Thread.sleep(0, 20_000);
    }
    receiver.get();
    sender.get();
  }

  @Test
  void callerRunCanBeHandedToAnotherThreadAndTheFormerOwnerStillWaits() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener = server.listen(PortOptions.defaults().credit(1));
      AtomicBoolean done = new AtomicBoolean();
      CountDownLatch claimed = new CountDownLatch(1);
      Work<Void> runner =
          run(
              "runner",
              () -> {
                server.io().claim();
                claimed.countDown();
                Select<Object> select = server.io().any();
                select.add(listener);
                while (!done.get()) {
                  Object message = select.receive(Duration.ofMillis(5));
                  if (message instanceof Data data) {
                    data.port().send(data.bytes());
                    data.release();
                  }
                }
              });
      // The former owner may not run the loop any more from here on.
      claimed.await();
      Channel<Integer> channel = Channels.mpsc(4);
      Work<Void> sender =
          run(
              "sender",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  peer.write((byte) 5);
                  channel.send((int) peer.read(1)[0]);
                }
              });
      assertEquals(5, channel.receive(TestServer.LONG));
      sender.get();
      done.set(true);
      runner.get();
      server.io().claim();
    }
  }

  /** Its select is on the loop's own thread and need not be woken; who waits for the port must. */
  @Test
  void awaitConnectedOfAnotherThreadIsWokenByACallerRunLoop() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS);
        TestServer peer = peerServer()) {
      Listener listener = peer.listen();
      Work<Void> other =
          run(
              "other",
              () -> {
                try (Port port = server.io().connect(listener.localAddress())) {
                  assertTrue(port.awaitConnected(Duration.ofHours(1)));
                }
              });
      while (!other.isDone() && other.thread().getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      long deadline = System.nanoTime() + TestServer.LONG_NANOS;
      while (!other.isDone() && deadline - System.nanoTime() > 0) {
        server.io().select().receive(Duration.ofMillis(1));
      }
      assertTrue(other.isDone(), "connected, and nobody was told");
      other.get();
      peer.accept(listener).close();
    }
  }

  /** The owner may move, or remove, a port of another thread before its loop has heard of it. */
  @Test
  void portOfAnotherThreadThatWasMovedIsNotTakenBackByTheServersSelect() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS);
        TestServer peer = peerServer()) {
      Listener listener = peer.listen();
      Select<Object> own = server.io().any();
      Port moved = begin("mover", () -> server.io().connect(listener.localAddress())).get();
      Select<Object> other = Select.ofAny(moved);
      Port removed = begin("remover", () -> server.io().connect(listener.localAddress())).get();
      assertTrue(own.remove(removed));
      Port kept = begin("keeper", () -> server.io().connect(listener.localAddress())).get();
      assertInstanceOf(Connected.class, removed.receive(TestServer.LONG));
      assertInstanceOf(Connected.class, other.receive(TestServer.LONG));
      assertSame(moved, other.source());
      assertInstanceOf(Connected.class, own.receive(TestServer.LONG));
      assertSame(kept, own.source());
      assertEquals(1, own.size());
      assertEquals(1, other.size());
    }
  }

  /** Nobody runs it any more: whoever closes it takes its owner's place, but only one of them. */
  @Test
  void callerRunOfAThreadThatHasEndedIsClosedByTwoAtOnce() throws Exception {
    for (int i = 0; i < rounds(100, 10_000); i++) {
      Work<IoServer> opener =
          begin(
              "opener",
              () -> {
                IoServer io =
                    IoServer.open(IoServerOptions.defaults().engine(engine()).callerRuns());
                io.listen(TestServer.loopback());
                return io;
              });
      IoServer io = opener.get();
      opener.thread().join();
      CyclicBarrier barrier = new CyclicBarrier(2);
      Action close =
          () -> {
            barrier.await();
            io.close();
          };
      Work<Void> first = run("first", close);
      Work<Void> second = run("second", close);
      first.get();
      second.get();
      assertNull(io.failure());
    }
  }

  @Test
  void foreignReceiversAreRefused() {
    Receiver<String> foreign = new ForeignChannel();
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Select.ofAny(foreign)).getMessage());
    assertTrue(message.contains("is not a source of this engine"), message);
  }

  private static final class ForeignChannel implements Channel<String> {
    @Override
    public String receive() {
      return "";
    }

    @Override
    public @Nullable String receive(Duration timeout) {
      return null;
    }

    @Override
    public @Nullable String tryReceive() {
      return null;
    }

    @Override
    public int drain(java.util.function.Consumer<? super String> handler, int limit) {
      return 0;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean trySend(String message) {
      return true;
    }

    @Override
    public void send(String message) {
      // It goes nowhere.
    }

    @Override
    public boolean send(String message, Duration timeout) {
      return true;
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public int capacity() {
      return 1;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
