package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No wake-up is ever lost, and none costs a system call that is not needed. */
public abstract class WakeupConformance extends Conformance {

  private static final int HAND_OVERS = 1_000_000;
  private static final int MANY_HAND_OVERS = 10_000_000;

  /** For subclasses. */
  protected WakeupConformance() {}

  /**
   * Says how many hand-overs the long test makes without the stress option; with it there are ten
   * million.
   *
   * @param shape the shape it runs in
   * @return the number, a million unless an engine says otherwise
   */
  protected int handOvers(Shape shape) {
    return HAND_OVERS;
  }

  @BothShapes
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void handOversBetweenThreadsWithRandomPausesNoLostWake(Shape shape) throws Exception {
    Random random = random();
    long seed = random.nextLong();
    int total = Boolean.getBoolean("ioserver.stress") ? MANY_HAND_OVERS : handOvers(shape);
    try (TestServer server = server(shape)) {
      // A loop with a thread of its own is woken by what is asked of a timer that lives in it.
      Channel<Integer> channel = Channels.mpsc(256);
      int producers = 2;
      AtomicLong progress = new AtomicLong();
      List<Work<Void>> works = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        Random pauses = new Random(seed + p);
        works.add(
            run(
                "producer " + p,
                () -> {
                  for (int i = 0; i < total / producers; i++) {
                    channel.send(i);
                    pause(pauses);
                  }
                }));
      }
      Select<Object> select = TimerConformance.select(server, shape).add(channel);
      Random pauses = new Random(seed - 1);
      for (int i = 0; i < total / producers * producers; i++) {
        Object message = select.receive(TestServer.LONG);
        assertTrue(message != null, "lost wake-up after " + progress);
        progress.lazySet(i);
        pause(pauses);
      }
      for (Work<Void> work : works) {
        work.get();
      }
      select.remove(channel);
      assertTrue(server.io().failure() == null);
    }
  }

  /** Each hand-over wakes a loop that is just about to block, or has just blocked. */
  @BothShapes
  void pingPongThroughTheLoopNoLostWake(Shape shape) throws Exception {
    Random random = random();
    int rounds = rounds(60_000, 2_000_000);
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Work<Void> client =
            run(
                "client",
                () -> {
                  for (int i = 0; i < rounds / 10; i++) {
                    peer.write((byte) i);
                    assertEquals((byte) i, peer.read(1)[0]);
                  }
                });
        // The port's sends come from another thread than the loop's, and wake it each time.
        Channel<Byte> toSender = Channels.spsc(16);
        Work<Void> sender =
            run(
                "sender",
                () -> {
                  for (int i = 0; i < rounds / 10; i++) {
                    port.send(java.nio.ByteBuffer.wrap(new byte[] {toSender.receive()}));
                    pause(random);
                  }
                });
        for (int i = 0; i < rounds / 10; i++) {
          byte[] one = Bytes.take(server.expect(port, dev.ioserver.engine.api.Data.class));
          toSender.send(one[0]);
        }
        server.join(client);
        server.join(sender);
      }
    }
  }

  /** Pauses on both sides of the time that a loop asks again for before it parks. */
  @BothShapes
  void everyIdleStrategyLosesNoWake(Shape shape) throws Exception {
    Random random = random();
    List<IdleStrategy> strategies =
        List.of(
            IdleStrategy.spin(Duration.ofNanos(20_000)),
            IdleStrategy.adaptive(),
            IdleStrategy.adaptive(Duration.ofNanos(1)),
            IdleStrategy.busy());
    for (IdleStrategy strategy : strategies) {
      try (TestServer server = server(shape, options -> options.idle(strategy))) {
        Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          int rounds = rounds(1_000, 50_000);
          Work<Void> client =
              run(
                  "client",
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      peer.write((byte) i);
                      assertEquals((byte) i, peer.read(1)[0], strategy.toString());
                      if (random.nextInt(4) == 0) {
                        LockSupport.parkNanos(random.nextInt(100_000));
                      }
                    }
                  });
          for (int i = 0; i < rounds; i++) {
            byte[] one = Bytes.take(server.expect(port, dev.ioserver.engine.api.Data.class));
            port.send(java.nio.ByteBuffer.wrap(one));
          }
          server.join(client);
        }
      }
    }
  }

  @BothShapes
  void wakeAtTheVeryEndOfATimedWaitIsNotLost(Shape shape) throws Exception {
    Random random = random();
    int rounds = rounds(3_000, 100_000);
    try (TestServer server = server(shape)) {
      Channel<Integer> channel = Channels.mpsc(4);
      Work<Void> sender =
          run(
              "sender",
              () -> {
                for (int i = 0; i < rounds; i++) {
                  LockSupport.parkNanos(random.nextInt(120_000));
                  channel.send(i);
                }
              });
      Select<Object> select = TimerConformance.select(server, shape).add(channel);
      for (int i = 0; i < rounds; ) {
        Object message = select.receive(Duration.ofNanos(20_000 + random.nextInt(60_000)));
        if (message == null) {
          continue;
        }
        assertEquals(i++, message);
      }
      sender.get();
      select.remove(channel);
      assertTrue(server.io().failure() == null);
    }
  }

  @BothShapes
  void wakesOfAnAwakeLoopMakeNoSystemCall(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      // Caller-run: the loop is awake while its thread is here. Own thread: it is kept spinning.
      TestServer awake =
          shape == Shape.CALLER_RUNS
              ? server
              : server(shape, options -> options.idle(IdleStrategy.busy()));
      List<Timer> timers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        timers.add(awake.timer(Duration.ofHours(1)));
      }
      awake.settle();
      LoopCounters before = awake.counters();
      List<Work<Void>> wakers = new ArrayList<>();
      for (Timer timer : timers) {
        wakers.add(
            run(
                "waker",
                () -> {
                  for (int n = 0; n < 1_000; n++) {
                    // At once: for what is due later than it sleeps nobody wakes the loop.
                    timer.schedule(Duration.ZERO, Duration.ZERO);
                  }
                }));
      }
      for (Work<Void> waker : wakers) {
        waker.get();
      }
      LoopCounters during = awake.counters().minus(before);
      assertTrue(during.wakesAsked() > 0, "nobody asked for a wake: " + during);
      assertEquals(0, during.wakesWritten(), "system calls to an awake loop: " + during);
      awake.close();
    }
  }

  /** Engines that do not poll network devices say so when they are opened. */
  @BothShapes
  void busyPollingIsDoneOrRefused(Shape shape) throws Exception {
    int micros = 50;
    TestServer opened;
    try {
      opened = server(shape, options -> options.busyPoll(Duration.of(micros, ChronoUnit.MICROS)));
    } catch (EngineUnavailableException | SystemCallException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("busyPoll"), e.toString());
      return;
    }
    try (TestServer server = opened) {
      Listener listener = server.listen(PortOptions.defaults().credit(2));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        peer.write((byte) 1);
        assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
      }
      Timer timer = server.timer(Duration.ofNanos(1_000));
      server.expect(timer, Expired.class);
    }
  }

  @Test
  void concurrentWakersOfALoopMakeOneSystemCallPerParkAtTheMost() throws Exception {
    int wakers = 8;
    try (TestServer server = server(Shape.OWN_THREADS)) {
      List<Timer> timers = new ArrayList<>();
      for (int i = 0; i < wakers; i++) {
        timers.add(server.timer(Duration.ofHours(1)));
      }
      Timer probe = server.timer(Duration.ofHours(1));
      int rounds = 100;
      int foundParked = 0;
      for (int round = 0; round < rounds; round++) {
        // The loop has seen to the last round: a timer whose request still waits asks nobody again.
        probe.schedule(Duration.ZERO, Duration.ZERO);
        server.next(probe);
        untilParked(server);
        LoopCounters before = server.counters();
        CountDownLatch ready = new CountDownLatch(wakers);
        AtomicBoolean go = new AtomicBoolean();
        List<Work<Void>> works = new ArrayList<>();
        for (Timer timer : timers) {
          works.add(
              run(
                  "waker",
                  () -> {
                    ready.countDown();
                    while (!go.get()) {
                      Thread.onSpinWait();
                    }
                    timer.schedule(Duration.ZERO, Duration.ZERO);
                  }));
        }
        ready.await();
        go.set(true);
        for (Work<Void> work : works) {
          work.get();
        }
        untilParked(server);
        LoopCounters during = server.counters().minus(before);
        // Nobody asks for what the loop has taken already, woken by another one.
        assertTrue(during.wakesAsked() > 0, during.toString());
        assertTrue(during.wakesAsked() <= wakers, during.toString());
        // One for each time that it was parked, however many asked. None if its thread was held up
        // just before it announced itself, and found what they had published when it went on.
        assertTrue(during.wakesWritten() <= during.parks() + 1, during.toString());
        foundParked += during.wakesWritten() > 0 ? 1 : 0;
      }
      assertTrue(foundParked > rounds / 2, "hardly ever parked: " + foundParked);
    }
  }

  /**
   * A selector that has been awake for long spares its wakers their fences, and makes up for it as
   * it parks: that is where a wake-up could be lost.
   */
  @Test
  void wakeupAsALongAwakeSelectorParksIsNotLost() throws Exception {
    Random random = random();
    int rounds = rounds(100, 50_000);
    AtomicInteger parking = new AtomicInteger();
    AtomicInteger published = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine()))) {
      Work<Void> selecting =
          run(
              "selecting",
              () -> {
                for (int round = 1; round <= rounds; round++) {
                  for (int i = 0; i < 4_200; i++) {
                    selector.selectNanos((_, _, _) -> {}, 0);
                  }
                  parking.set(round);
                  while (published.getAcquire() < round) {
                    selector.selectNanos((_, _, _) -> {}, -1);
                  }
                  seen.set(round);
                }
                selector.transfer();
              });
      for (int round = 1; round <= rounds; round++) {
        await(parking, round);
        for (int spins = random.nextInt(1_000); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        // No fence: the wake-up has to publish it.
        published.setRelease(round);
        selector.registry().wakeup();
        await(seen, round);
      }
      selecting.get();
    }
  }

  private static void await(AtomicInteger count, int value) {
    long deadline = System.nanoTime() + TestServer.LONG_NANOS;
    while (count.get() < value) {
      assertTrue(System.nanoTime() - deadline < 0, "a wake-up was lost");
      Thread.onSpinWait();
    }
  }

  /** The same on the selector's floor, where the thread that is woken can be held. */
  @Test
  void concurrentWakeupsOfAParkedSelectorMakeExactlyOneSystemCall() throws Exception {
    int wakers = 6;
    int rounds = 200;
    int foundParked = 0;
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine()))) {
      for (int round = 0; round < rounds; round++) {
        long parks = selector.counters().parks();
        long written = selector.counters().wakesWritten();
        CountDownLatch woken = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Work<Void> selecting =
            run(
                "selecting",
                () -> {
                  selector.transfer();
                  selector.selectNanos((_, _, _) -> {}, -1);
                  woken.countDown();
                  hold.await();
                });
        while (selector.counters().parks() == parks) {
          Thread.onSpinWait();
        }
        List<Work<Void>> works = new ArrayList<>();
        for (int i = 0; i < wakers; i++) {
          works.add(run("waker", selector.registry()::wakeup));
        }
        for (Work<Void> work : works) {
          work.get();
        }
        assertTrue(woken.await(30, TimeUnit.SECONDS), "lost wake-up");
        // None if its thread was held up between counting and announcing that it parks.
        long wrote = selector.counters().wakesWritten() - written;
        assertTrue(wrote <= 1, wrote + " system calls");
        foundParked += (int) wrote;
        // What came after the select had ended is the next one's: it must not block.
        selector.registry().wakeup();
        assertEquals(
            wrote,
            selector.counters().wakesWritten() - written,
            "a system call to an awake selector");
        hold.countDown();
        selecting.get();
        Work<Void> next =
            run(
                "next",
                () -> {
                  selector.transfer();
                  selector.selectNanos((_, _, _) -> {}, -1);
                });
        next.get();
        selector.transfer();
      }
    }
    assertTrue(foundParked > rounds / 2, "hardly ever parked: " + foundParked);
  }

  @BothShapes
  void sendsOfAnotherThreadToABusyLoopCoalesce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().highWatermark(64 << 20));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        int messages = 50_000;
        Work<Void> sender =
            run(
                "sender",
                () -> {
                  for (int i = 0; i < messages; i++) {
                    port.send(Bytes.zeros(10));
                  }
                });
        Work<Peer.Sum> reader = begin("reader", () -> peer.readAtMost(10L * messages));
        assertEquals(10L * messages, server.join(reader).length());
        server.join(sender);
        LoopCounters counters = server.counters();
        assertTrue(counters.wakesWritten() <= counters.parks(), counters.toString());
        assertTrue(counters.wakesWritten() < messages, counters.toString());
      }
    }
  }

  /** Closing while wakers are at it: none may write to what has been closed, none may hang. */
  @Test
  void closeWhileOthersWake() throws Exception {
    Random random = random();
    for (int round = 0; round < rounds(150, 5_000); round++) {
      TestServer server = server(Shape.OWN_THREADS, options -> options.closeTimeout(Duration.ZERO));
      Timer timer = server.timer(Duration.ofHours(1));
      AtomicBoolean done = new AtomicBoolean();
      List<Work<Void>> wakers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        wakers.add(
            run(
                "waker",
                () -> {
                  while (!done.get()) {
                    timer.schedule(Duration.ofHours(1), Duration.ZERO);
                  }
                }));
      }
      for (int spins = random.nextInt(50_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      server.close();
      done.set(true);
      for (Work<Void> waker : wakers) {
        waker.get();
      }
    }
  }

  private static void untilParked(TestServer server) throws InterruptedException {
    LoopCounters last = server.counters();
    for (int same = 0; same < 3; ) {
      Thread.sleep(1);
      LoopCounters now = server.counters();
      same = now.equals(last) ? same + 1 : 0;
      last = now;
    }
  }

  private static void pause(Random random) {
    int what = random.nextInt(4_000);
    if (what == 0) {
      LockSupport.parkNanos(random.nextInt(50_000));
    } else if (what < 20) {
      LockSupport.parkNanos(1);
    } else if (what < 200) {
      for (int i = 0; i < what; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
