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
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Whose thread may call what. A thread that calls what is another one's is told so, by an exception
 * that names the owner and the way to become it; and any thread can end the owner's wait.
 */
public abstract class ThreadsConformance extends Conformance {

  private static final MessageHandler<Object> NOTHING = (source, message) -> {};

  /**
   * The methods of a server that belong to the thread that runs it; all others are any thread's.
   */
  private static final Set<String> OWNERS_OF_SERVER = Set.of("poll", "pollNanos");

  /** The methods of a server and of a select that are any thread's. */
  private static final Set<String> ANYBODYS =
      Set.of(
          "open",
          "of",
          "ofAny",
          "listen",
          "bind",
          "watch",
          "datagramFeatures",
          "connect",
          "timer",
          "timerNanos",
          "select",
          "any",
          "wakeup",
          "claim",
          "engine",
          "features",
          "counters",
          "ports",
          "unreleased",
          "failure",
          "shutdown",
          "close of IoServer");

  /** For subclasses. */
  protected ThreadsConformance() {}

  @Test
  void everyMethodOfTheOwnerRefusesAnotherThreadAndNamesClaim() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Thread owner = Thread.currentThread();
      Work<Set<String>> stranger = begin("stranger", () -> refusals(server.io(), owner));
      Set<String> refused = stranger.get();
      assertEquals(
          new TreeSet<>(
              Set.of(
                  "add",
                  "close",
                  "poll",
                  "pollNanos",
                  "receive",
                  "receiveNanos",
                  "remove",
                  "size",
                  "source",
                  "tryReceive")),
          refused);
      // It is as it was.
      assertEquals(0, server.io().poll(NOTHING, 1));
    }
  }

  private static Set<String> refusals(IoServer io, Thread owner) throws Exception {
    Set<String> refused = new TreeSet<>();
    for (Method method : IoServer.class.getDeclaredMethods()) {
      if (isPublic(method) && OWNERS_OF_SERVER.contains(method.getName())) {
        assertRefused(method, io, owner);
        refused.add(method.getName());
      } else if (isPublic(method)) {
        String name = method.getName().equals("close") ? "close of IoServer" : method.getName();
        assertTrue(ANYBODYS.contains(name), method + ": whose is it? Say so here");
      }
    }
    for (Method method : Select.class.getDeclaredMethods()) {
      if (isPublic(method) && !ANYBODYS.contains(method.getName())) {
        assertRefused(method, io.select(), owner);
        refused.add(method.getName());
      }
    }
    return refused;
  }

  private static boolean isPublic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
  }

  private static void assertRefused(Method method, Object target, Thread owner) throws Exception {
    @Nullable Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(ThreadsConformance::argument).toArray();
    try {
      method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      String message =
          String.valueOf(
              assertInstanceOf(IllegalStateException.class, e.getCause(), method.toString())
                  .getMessage());
      assertTrue(message.contains("claim()") && names(message, owner), message);
      return;
    }
    throw new AssertionError(method + " let a thread in that does not own the server");
  }

  private static Object argument(Class<?> type) {
    if (type == MessageHandler.class) {
      return NOTHING;
    }
    if (type == Receiver.class) {
      return Channels.mpsc(1);
    }
    if (type == Duration.class) {
      return Duration.ofMillis(1);
    }
    return type == int.class ? (Object) 1 : (Object) 1_000_000L;
  }

  @Test
  void aThreadThatHasClaimedTheServerRunsItAndTheFormerOwnerIsRefused() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      Work<Integer> claimer =
          begin(
              "claimer",
              () -> {
                assertThrows(IllegalStateException.class, () -> io.poll(NOTHING, 1));
                io.claim();
                io.timer(Duration.ZERO);
                return io.poll(NOTHING, 1, TestServer.LONG);
              });
      assertEquals(1, claimer.get());
      String refusal = refusal(() -> io.poll(NOTHING, 1));
      assertTrue(names(refusal, claimer.thread()), refusal);
      claimer.thread().join();
      refusal = refusal(() -> io.select().receive());
      assertTrue(refusal.contains("which has ended"), refusal);
      io.claim();
      assertEquals(0, io.poll(NOTHING, 1));
    }
  }

  @Test
  void aServerThatIsBeingRunCannotBeClaimed() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      Thread owner = Thread.currentThread();
      CountDownLatch refused = new CountDownLatch(1);
      Work<String> claimer =
          begin(
              "claimer",
              () -> {
                awaitPark(io);
                String refusal = refusal(io::claim);
                refused.countDown();
                io.wakeup();
                return refusal;
              });
      assertEquals(0, io.poll(NOTHING, 1, TestServer.LONG));
      assertTrue(names(claimer.get(), owner));
      assertEquals(0, refused.getCount());
      // While it hands a message over, too.
      io.timer(Duration.ZERO);
      AtomicInteger handed = new AtomicInteger();
      io.poll(
          (source, message) -> {
            handed.incrementAndGet();
            assertTrue(names(refusal(within("another", io::claim)), owner));
          },
          1,
          TestServer.LONG);
      assertEquals(1, handed.get());
      assertEquals(0, io.poll(NOTHING, 1));
      begin("heir", () -> claimed(io)).get();
      io.claim();
    }
  }

  private static boolean claimed(IoServer io) {
    io.claim();
    return true;
  }

  /** Until the loop has begun to wait, and some time longer. */
  private static void awaitPark(IoServer io) throws InterruptedException {
    while (io.counters().getFirst().parks() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MILLISECONDS.sleep(20);
  }

  @Test
  void whatIsClosedSaysSoToWhoeverPollsOrReceives() throws Exception {
    TestServer server = server(Shape.CALLER_RUNS);
    IoServer io = server.io();
    io.listen(TestServer.loopback());
    // A channel keeps nobody waiting for a server that is closed.
    Channel<String> channel = Channels.mpsc(1);
    io.any().add(channel);
    server.close();
    assertInstanceOf(Closed.class, io.select().receive(), "what is there comes first");
    for (Executable method :
        new Executable[] {
          () -> io.poll(NOTHING, 1),
          () -> io.poll(NOTHING, 1, Duration.ofSeconds(-1)),
          () -> io.pollNanos(NOTHING, 1, 1_000),
          () -> io.select().receive(),
          () -> io.select().receive(TestServer.LONG),
          () -> io.select().receive(Duration.ZERO),
          () -> io.select().tryReceive(),
          () -> io.any().receiveNanos(1)
        }) {
      String message = assertThrows(ChannelClosedException.class, method).getMessage();
      assertTrue(String.valueOf(message).contains("closed"), message);
    }
    assertTrue(refusal(io::claim).contains("closed"));
    io.wakeup();
    assertTrue(
        refusal(within("another", () -> io.poll(NOTHING, 1))).contains("closed"),
        "another thread, too");
    assertTrue(channel.trySend("it is open"));
    assertEquals("it is open", io.any().receive());
  }

  @Test
  void twoThreadsCannotWaitForOneReceiver() throws Exception {
    Channel<AppMessage> channel = Channels.mpsc(4);
    Select<Message> select = Select.of();
    assertOnlyOneWaits(channel::receive, () -> channel.receive(TestServer.LONG), channel, channel);
    Channel<AppMessage> member = Channels.mpsc(4);
    select.add(member);
    assertOnlyOneWaits(select::receive, () -> select.receive(TestServer.LONG), select, member);
  }

  private void assertOnlyOneWaits(
      Callable<?> wait, Executable second, Object what, Channel<AppMessage> to) throws Exception {
    Work<?> first = begin("first", wait);
    while (first.thread().getState() != Thread.State.WAITING) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    String refusal = refusal(second);
    assertTrue(names(refusal, first.thread()), refusal);
    AppMessage message = new AppMessage() {};
    to.send(message);
    assertSame(message, first.get(), "the first has lost nothing: " + what);
  }

  @Test
  void aVirtualThreadIsRefusedWithTheRemedy() throws Exception {
    IoServerOptions options = IoServerOptions.defaults().engine(engine()).callerRuns();
    Work<String> opener =
        beginVirtual("opener", () -> refusal(() -> IoServer.open(options).close()));
    assertTrue(opener.get().contains("platform thread"), opener.get());
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Work<String> claimer = beginVirtual("claimer", () -> refusal(server.io()::claim));
      assertTrue(claimer.get().contains("platform thread"), claimer.get());
    }
    try (TestServer server = server(Shape.OWN_THREADS)) {
      var timer = server.io().timer(Duration.ZERO);
      Work<Message> receiver = beginVirtual("receiver", timer::receive);
      assertInstanceOf(Expired.class, receiver.get());
    }
  }

  @Test
  void listeningOnAServerWhoseOwnerHasEndedIsRefusedAtOnce() throws Exception {
    Work<IoServer> opener =
        begin(
            "opener",
            () -> IoServer.open(IoServerOptions.defaults().engine(engine()).callerRuns()));
    try (IoServer io = opener.get()) {
      opener.thread().join();
      String refusal = refusal(() -> io.listen(TestServer.loopback()));
      assertTrue(names(refusal, opener.thread()), refusal);
      assertTrue(refusal.contains("has ended") && refusal.contains("claim()"), refusal);
      io.claim();
      io.listen(TestServer.loopback()).close();
    }
  }

  @Test
  void listeningOnAServerThatNobodyRunsIsRefusedAfterAWhile() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Work<String> other =
          begin("other", () -> refusal(() -> server.io().listen(TestServer.loopback())));
      String refusal = other.get();
      assertTrue(refusal.contains(Thread.currentThread().toString()), refusal);
      assertTrue(refusal.contains("has not run it"), refusal);
    }
  }

  @BothShapes
  void onlyAServerThatIsRunByItsCallerIsWoken(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      if (shape == Shape.OWN_THREADS) {
        assertTrue(refusal(server.io()::wakeup).contains("callerRuns()"));
      } else {
        server.io().wakeup();
      }
    }
  }

  @Test
  void aWakeupEndsAWait() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      for (int i = 0; i < 20; i++) {
        int round = i;
        Work<Void> waker =
            run(
                "waker",
                () -> {
                  TimeUnit.MILLISECONDS.sleep(round % 4);
                  io.wakeup();
                });
        switch (i % 4) {
          case 0 -> assertEquals(0, io.poll(NOTHING, 10, TestServer.LONG));
          case 1 -> assertEquals(0, io.poll(NOTHING, 10, Duration.ofNanos(-1)));
          case 2 -> assertNull(io.select().receive(TestServer.LONG));
          default -> assertNull(io.select().receive(Duration.ofSeconds(Long.MAX_VALUE)));
        }
        waker.get();
      }
    }
  }

  @Test
  void aWakeupThatComesWhileAwakeEndsTheNextWaitAndCostsNoSystemCall() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      long written = server.counters().wakesWritten();
      for (int i = 0; i < 1_000; i++) {
        io.wakeup();
      }
      assertEquals(written, server.counters().wakesWritten());
      assertEquals(0, io.poll(NOTHING, 10), "a poll that does not wait leaves it");
      assertEquals(0, io.poll(NOTHING, 10, Duration.ofNanos(-1)));
      // Used up: the next one waits for what comes.
      io.timer(Duration.ofMillis(20));
      assertInstanceOf(Expired.class, io.select().receive(TestServer.LONG));
    }
  }

  @Test
  void aWaitThatHasNothingElseToGiveLeavesTheWakeup() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      io.wakeup();
      io.timer(Duration.ofMillis(20));
      long parks = server.counters().parks();
      assertInstanceOf(Expired.class, io.select().receive());
      assertTrue(server.counters().parks() - parks < 100, "it blocks and does not spin");
      assertNull(io.select().receive(TestServer.LONG), "the wake-up is still there");
      io.wakeup();
      io.timer(Duration.ZERO);
      while (io.select().tryReceive() == null) {
        Thread.onSpinWait();
      }
      assertNull(io.select().receive(TestServer.LONG), "after a message, too");
    }
  }

  /** What was published before a wake-up is seen by the poll that it ends, or a later one. */
  @Test
  void noWakeupIsLost() throws Exception {
    int each = rounds(20_000, 1_000_000);
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      IoServer io = server.io();
      AtomicInteger published = new AtomicInteger();
      AtomicInteger seen = new AtomicInteger();
      Work<Void> waker =
          run(
              "waker",
              () -> {
                for (int i = 1; i <= each; i++) {
                  published.setOpaque(i);
                  io.wakeup();
                  long deadline = System.nanoTime() + TestServer.LONG_NANOS;
                  while (seen.getOpaque() != i) {
                    if (deadline - System.nanoTime() < 0) {
                      throw new AssertionError("wake-up " + i + " is lost");
                    }
                    Thread.onSpinWait();
                  }
                }
              });
      Work<Void> rival = run("rival", () -> wakeNowAndThen(io, waker));
      while (seen.getPlain() < each && !waker.isDone()) {
        io.poll(NOTHING, 10, TestServer.LONG);
        seen.setOpaque(published.getOpaque());
      }
      waker.get();
      rival.get();
    }
  }

  private static void wakeNowAndThen(IoServer io, Work<Void> other) throws InterruptedException {
    while (!other.isDone()) {
      io.wakeup();
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }

  /** By its number: the rest of what a thread says of itself changes when it ends. */
  private static boolean names(String refusal, Thread thread) {
    return refusal.contains("Thread[#" + thread.threadId() + ",");
  }

  private static String refusal(Executable body) {
    IllegalStateException refusal = assertThrows(IllegalStateException.class, body);
    return String.valueOf(refusal.getMessage());
  }

  /** The same on another thread, whose exception comes through. */
  private static Executable within(String name, Executable body) {
    return () -> {
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          Thread.ofPlatform()
              .name(name)
              .start(
                  () -> {
                    try {
                      body.execute();
                    } catch (Throwable e) {
                      thrown[0] = e;
                    }
                  });
      thread.join();
      if (thrown[0] != null) {
        throw thrown[0];
      }
    };
  }
}
