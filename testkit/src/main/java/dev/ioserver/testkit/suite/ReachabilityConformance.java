package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is over stays reachable: a long-lived server, select or thread keeps neither timers
 * that have expired nor ports, listeners, selects and channels that are closed.
 */
public abstract class ReachabilityConformance extends Conformance {

  /** For subclasses. */
  protected ReachabilityConformance() {}

  @BothShapes
  void aTimerThatHasExpiredIsGarbageAlthoughItsServerAndItsSelectLiveOn(Shape shape)
      throws Exception {
    try (TestServer server = server(shape)) {
      Select<Message> select = select(server, shape);
      assertCollected(server, expired(server, select));
      server.until("its place is free", () -> freed(select));
    }
  }

  private static WeakReference<Object> expired(TestServer server, Select<Message> select)
      throws Exception {
    Timer timer = server.io().timer(Duration.ofMillis(1)).attach("hung on it");
    select.add(timer);
    assertEquals("hung on it", assertInstanceOf(Expired.class, next(select)).timer().attachment());
    somethingElse(select);
    return new WeakReference<>(timer);
  }

  /** A select remembers the source of the last message. */
  private static void somethingElse(Select<Message> select) throws Exception {
    Channel<AppMessage> channel = Channels.mpsc(1);
    select.add(channel);
    channel.send(new AppMessage() {});
    channel.close();
    assertInstanceOf(AppMessage.class, next(select));
    assertInstanceOf(Closed.class, next(select));
  }

  @BothShapes
  void aTimerThatWasReceivedFromDirectlyIsGarbage(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      assertCollected(server, expiredDirectly(server));
    }
  }

  private static WeakReference<Object> expiredDirectly(TestServer server) throws Exception {
    Timer timer = server.timer(Duration.ofMillis(1));
    server.expect(timer, Expired.class);
    return new WeakReference<>(timer);
  }

  @BothShapes
  void aTimerThatWasCancelledLongBeforeItsTimeIsGarbage(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      assertCollected(server, cancelled(server));
    }
  }

  private static WeakReference<Object> cancelled(TestServer server) throws Exception {
    Timer timer = server.timer(Duration.ofDays(1));
    timer.schedule(Duration.ofDays(2), Duration.ofDays(3));
    server.settle();
    timer.cancel();
    server.expect(timer, Closed.class);
    return new WeakReference<>(timer);
  }

  /** Nobody holds them but the loop, which must; and they hold each other alive no longer. */
  @BothShapes
  void aTimerThatIsToExpireIsKept(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Message> select = select(server, shape);
      select.add(server.io().timer(Duration.ofMillis(300)).attach("once"));
      select.add(server.io().timer(Duration.ofMillis(100), Duration.ofMillis(100)).attach("again"));
      boolean once = false;
      int again = 0;
      long end = System.nanoTime() + 10_000_000_000L;
      while (!(once && again >= 2) && System.nanoTime() - end < 0) {
        System.gc();
        if (select.receive(Duration.ofMillis(10)) instanceof Expired expired) {
          once |= "once".equals(expired.timer().attachment());
          again += "again".equals(expired.timer().attachment()) ? 1 : 0;
        }
      }
      assertTrue(once, "the timer of 300 ms was lost");
      assertTrue(again >= 2, "the timer of every 100 ms expired " + again + " times");
    }
  }

  @BothShapes
  void aTimerThatHasExpiredAndIsHeldCanBeScheduledAgainAndHearsOfTheEnd(Shape shape)
      throws Exception {
    TestServer server = server(shape);
    Select<Message> select = select(server, shape);
    Timer timer = server.io().timer(Duration.ZERO);
    select.add(timer);
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Expired.class, next(select));
      System.gc();
      assertEquals(1, select.size());
      timer.schedule(Duration.ofMillis(1), Duration.ZERO);
    }
    assertInstanceOf(Expired.class, next(select));
    server.close();
    assertInstanceOf(Closed.class, next(select), "it has expired, and its server closes");
  }

  @BothShapes
  void aPortThatIsClosedIsGarbage(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      List<WeakReference<Object>> ports = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ports.add(closedPort(server, listener));
      }
      // The chunk and the slot that the last one had may be another's only now.
      closedPort(server, listener);
      for (WeakReference<Object> port : ports) {
        assertCollected(server, port);
      }
    }
  }

  private static WeakReference<Object> closedPort(TestServer server, Listener listener)
      throws Exception {
    try (Peer peer = Peer.connect(listener.localAddress())) {
      Port port = server.accept(listener);
      peer.write((byte) 1, (byte) 2);
      Data data = server.expect(port, Data.class);
      port.send(data.bytes());
      data.release();
      port.flush();
      peer.read(2);
      peer.shutdownOutput();
      port.close();
      Message message = server.next(port);
      while (!(message instanceof Closed)) {
        if (message instanceof Data more) {
          Bytes.take(more);
        }
        message = server.next(port);
      }
      return new WeakReference<>(port);
    }
  }

  @BothShapes
  void aListenerThatIsClosedIsGarbage(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      assertCollected(server, closedListener(server));
    }
  }

  private static WeakReference<Object> closedListener(TestServer server) throws Exception {
    Listener listener = server.listen();
    listener.close();
    server.expect(listener, Closed.class);
    return new WeakReference<>(listener);
  }

  @BothShapes
  void aSelectThatIsClosedIsGarbageAlthoughItsSourcesLiveOn(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Channel<AppMessage> channel = Channels.mpsc(4);
      Timer timer = server.timer(Duration.ofMillis(1), Duration.ofHours(1));
      assertCollected(server, closedSelect(channel, timer));
      channel.send(new AppMessage() {});
      assertNotNull(channel.receive());
      timer.cancel();
      server.expect(timer, Closed.class);
    }
  }

  private static WeakReference<Object> closedSelect(Channel<AppMessage> channel, Timer timer)
      throws Exception {
    Select<Message> select = Select.of(channel, timer);
    assertInstanceOf(Expired.class, next(select));
    channel.send(new AppMessage() {});
    assertInstanceOf(AppMessage.class, next(select));
    select.close();
    return new WeakReference<>(select);
  }

  @BothShapes
  void aChannelThatNobodyHoldsLeavesItsSelect(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Message> select = select(server, shape);
      assertCollected(server, dropped(select));
      server.until("its place is free", () -> freed(select));
    }
  }

  private static WeakReference<Object> dropped(Select<Message> select) throws Exception {
    Channel<AppMessage> channel = Channels.mpsc(4);
    select.add(channel);
    channel.send(new AppMessage() {});
    assertInstanceOf(AppMessage.class, next(select));
    somethingElse(select);
    return new WeakReference<>(channel);
  }

  /** This thread has run it, waited for it, and lives on. */
  @BothShapes
  void aServerThatIsClosedIsGarbage(Shape shape) throws Exception {
    WeakReference<Object> closed = closedServer(shape);
    try (TestServer other = server(Shape.OWN_THREADS)) {
      assertCollected(other, closed);
    }
  }

  private WeakReference<Object> closedServer(Shape shape) throws Exception {
    IoServerOptions options = IoServerOptions.defaults().engine(engine());
    try (IoServer io = IoServer.open(shape == Shape.CALLER_RUNS ? options.callerRuns() : options)) {
      Timer timer = io.timer(Duration.ofMillis(1));
      if (shape == Shape.CALLER_RUNS) {
        assertInstanceOf(Expired.class, io.select().receive());
        assertTrue(io.select().remove(timer));
        timer.schedule(Duration.ofMillis(1), Duration.ZERO);
      }
      assertInstanceOf(Expired.class, timer.receive());
      return new WeakReference<>(io);
    }
  }

  /** A million of them and more, one after the other, must not fill any memory. */
  @BothShapes
  void manyTimersThatExpireLeaveNothingBehind(Shape shape) throws Exception {
    int timers = rounds(100_000, 3_000_000);
    int batch = 64;
    try (TestServer server = server(shape)) {
      Select<Message> select = select(server, shape);
      List<WeakReference<Object>> some = new ArrayList<>();
      for (int made = 0; made < timers; made += batch) {
        makeSome(server, select, batch, some);
        for (int i = 0; i < batch; i++) {
          assertInstanceOf(Expired.class, next(select));
        }
      }
      somethingElse(select);
      for (WeakReference<Object> each : some) {
        assertCollected(server, each);
      }
      server.until("all places are free", () -> freed(select));
    }
  }

  /** The last timers may have been held a little longer than those that were looked at. */
  private static boolean freed(Select<Message> select) {
    System.gc();
    return select.size() == 0;
  }

  private static void makeSome(
      TestServer server, Select<Message> select, int batch, List<WeakReference<Object>> some) {
    for (int i = 0; i < batch; i++) {
      Timer timer = server.io().timerNanos(0, 0);
      select.add(timer);
      if (i == 0 && some.size() < 1_000) {
        some.add(new WeakReference<>(timer));
      }
    }
  }

  @Test
  void takeExpirationsBesideAQueueThatNobodyEmptiesDoesNotFillIt() throws Exception {
    for (Shape shape : Shape.values()) {
      try (TestServer server = server(shape)) {
        Timer timer = server.timer(Duration.ofMillis(1), Duration.ofMillis(1));
        long[] taken = new long[1];
        server.until("fifty expirations", () -> (taken[0] += timer.takeExpirations()) >= 50);
        timer.cancel();
        server.settle();
        List<Message> waiting = new ArrayList<>();
        timer.drain(waiting::add, 1_000);
        assertEquals(2, waiting.size(), "one expiration and the end: " + waiting);
      }
    }
  }

  private static Select<Message> select(TestServer server, Shape shape) {
    return shape == Shape.CALLER_RUNS ? server.io().select() : Select.of();
  }

  private static Message next(Select<Message> select) throws InterruptedException {
    Message message = select.receive(TestServer.LONG);
    assertNotNull(message, "nothing came");
    return message;
  }

  private static void assertCollected(TestServer server, WeakReference<Object> reference)
      throws InterruptedException {
    long deadline = System.nanoTime() + TestServer.LONG_NANOS / 3;
    while (reference.get() != null) {
      if (deadline - System.nanoTime() < 0) {
        throw new AssertionError("still reachable: " + reference.get());
      }
      System.gc();
      // What the loop lets go of, it lets go of when it runs.
      server.idle(2_000_000);
    }
  }
}
