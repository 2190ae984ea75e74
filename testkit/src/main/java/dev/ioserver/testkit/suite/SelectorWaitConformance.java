package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.RawSockets;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lowest floor: which thread selects, what others may do meanwhile, and what ends its wait. */
public abstract class SelectorWaitConformance extends Conformance {

  private static final long LONG = TestServer.LONG_NANOS;

  /** For subclasses. */
  protected SelectorWaitConformance() {}

  /** What is left of the batch, and of the changes, is nobody's any more. */
  @Test
  void closeByAHandlerEndsTheSelect() throws Exception {
    IoSelector selector = openSelector();
    List<RawSockets.Pair> pairs = new ArrayList<>();
    try (RawSockets sockets = RawSockets.open(selector)) {
      for (int i = 0; i < 3; i++) {
        RawSockets.Pair pair = sockets.pair();
        pairs.add(pair);
        selector.registry().register(pair.descriptor(), Interest.READ, null);
        pair.peer().write((byte) 1);
      }
      AtomicInteger events = new AtomicInteger();
      ReadyHandler closing =
          (_, _, _) -> {
            events.incrementAndGet();
            if (events.get() == 2) {
              selector.close();
            }
          };
      long deadline = System.nanoTime() + LONG;
      while (events.get() < 2 && System.nanoTime() - deadline < 0) {
        selector.selectNanos(closing, LONG);
      }
      assertEquals(2, events.get());
      assertThrows(IllegalStateException.class, () -> selector.selectNanos(closing, 0));
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
        pair.peer().close();
      }
    } finally {
      selector.close();
    }
  }

  @Test
  void closeWhenTheLastIsDeregisteredEndsTheSelect() throws Exception {
    IoSelector selector = openSelector();
    try (RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      RawSockets.Pair other = sockets.pair();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(new Recorder(), 0);
      selector.registry().deregister(token);
      selector.registry().register(other.descriptor(), Interest.READ, null);
      ReadyHandler closing =
          new ReadyHandler() {
            @Override
            public void onReady(long t, @Nullable Object attachment, int ready) {
              throw new AssertionError("an event after the close");
            }

            @Override
            public void onFailed(long t, @Nullable Object attachment, SystemCallException cause) {
              throw new AssertionError("a change after the close", cause);
            }

            @Override
            public void onDeregistered(long t, @Nullable Object attachment) {
              selector.close();
            }
          };
      assertEquals(0, selector.selectNanos(closing, LONG));
      assertThrows(IllegalStateException.class, () -> selector.selectNanos(closing, 0));
      for (RawSockets.Pair each : List.of(pair, other)) {
        sockets.close(each.descriptor());
        each.peer().close();
      }
    } finally {
      selector.close();
    }
  }

  @Test
  void closedRefusesRegistrationsAndClosesTwice() throws Exception {
    IoSelector selector = openSelector();
    selector.close();
    selector.close();
    assertThrows(
        IllegalStateException.class, () -> selector.registry().register(1, Interest.READ, null));
    selector.registry().wakeup();
  }

  @Test
  void deregisterNowIsForTheSelectingThread() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      Work<String> other =
          begin(
              "other",
              () ->
                  String.valueOf(
                      assertThrows(IllegalStateException.class, () -> selector.deregisterNow(token))
                          .getMessage()));
      String message = other.get();
      assertTrue(message.contains("deregister(token)"), message);
      assertTrue(message.contains(String.valueOf(Thread.currentThread())), message);
      assertEquals(1, selector.registrations());
      selector.deregisterNow(token);
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  /** A selector in a selector: ready for an event below, for a wake-up, for a registration. */
  @Test
  void anotherSelectorCanWaitForThisOne() throws Exception {
    try (IoSelector outer = openSelector();
        IoSelector inner = openSelector();
        RawSockets sockets = RawSockets.open(inner)) {
      if (inner.descriptor() < 0) {
        skip("this engine's poller cannot be polled");
      }
      RawSockets.Pair pair = sockets.pair();
      Recorder below = new Recorder();
      Recorder above = new Recorder();
      long nested = outer.registry().register(inner.descriptor(), Interest.READ, "inner");
      long token = inner.registry().register(pair.descriptor(), Interest.READ, "socket");

      assertTrue(inner.announceWait(below));
      assertEquals(0, outer.selectNanos(above, 1_000_000));
      pair.peer().write((byte) 1);
      assertEquals(1, outer.selectNanos(above, LONG));
      assertEquals("inner", above.attachment);
      assertEquals(Interest.READ, above.ready & Interest.READ);
      assertEquals(1, inner.selectNanos(below, 0));
      assertEquals("socket", below.attachment);
      assertEquals(1, sockets.read(pair.descriptor()));
      assertEquals(0, inner.selectNanos(below, 0));
      assertEquals(0, outer.selectNanos(above, 1_000_000));

      // Nobody has said that he waits: a wake-up writes nothing, and is there for the next wait.
      inner.registry().wakeup();
      assertEquals(0, outer.selectNanos(above, 1_000_000));
      assertFalse(inner.announceWait(below));
      assertEquals(0, inner.selectNanos(below, LONG));

      for (boolean wakeup : new boolean[] {true, false}) {
        long written = inner.counters().wakesWritten();
        assertTrue(inner.announceWait(below));
        Work<Void> waker =
            run(
                "waker",
                () -> {
                  if (wakeup) {
                    inner.registry().wakeup();
                  } else {
                    inner.registry().interest(token, Interest.READ | Interest.WRITE);
                  }
                });
        assertEquals(1, outer.selectNanos(above, LONG));
        waker.get();
        assertEquals(written + 1, inner.counters().wakesWritten());
        assertEquals(wakeup ? 0 : 1, inner.selectNanos(below, 0));
        if (wakeup) {
          assertEquals(0, outer.selectNanos(above, 1_000_000));
        }
      }
      inner.deregisterNow(token);
      outer.deregisterNow(nested);
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  /** A wake-up that comes between the announcement and the close is waited for. */
  @Test
  void closeEndsAnAnnouncedWait() throws Exception {
    IoSelector selector = openSelector();
    assertTrue(selector.announceWait(new Recorder()));
    selector.registry().wakeup();
    selector.close();
    selector.registry().wakeup();
    assertThrows(IllegalStateException.class, () -> selector.announceWait(new Recorder()));
  }

  @Test
  void registerChangeDeregisterFromAnyThreadWhileSelecting() throws Exception {
    Random random = random();
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      int threads = 3;
      int each = rounds(500, 50_000);
      List<RawSockets.Pair> pairs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        RawSockets.Pair pair = sockets.pair();
        pair.peer().write((byte) 1);
        pairs.add(pair);
      }
      AtomicInteger[] seen = new AtomicInteger[threads];
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger deregistered = new AtomicInteger();
      Work<Void> selecting =
          run(
              "selecting",
              () -> {
                ReadyHandler handler =
                    new ReadyHandler() {
                      @Override
                      public void onReady(long token, @Nullable Object attachment, int ready) {
                        ((AtomicInteger) Objects.requireNonNull(attachment)).incrementAndGet();
                      }

                      @Override
                      public void onDeregistered(long token, @Nullable Object attachment) {
                        deregistered.incrementAndGet();
                      }
                    };
                while (!done.get() || selector.registrations() > 0) {
                  selector.selectNanos(handler, done.get() ? 1_000_000 : -1);
                }
                selector.transfer();
              });
      List<Work<Void>> changers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        long descriptor = pairs.get(t).descriptor();
        Random own = new Random(random.nextLong());
        seen[t] = new AtomicInteger();
        AtomicInteger events = seen[t];
        changers.add(
            run(
                "changer " + t,
                () -> {
                  for (int i = 0; i < each; i++) {
                    int before = events.get();
                    long token = selector.registry().register(descriptor, Interest.NONE, events);
                    for (int n = own.nextInt(5); n > 0; n--) {
                      selector.registry().interest(token, own.nextInt(4));
                    }
                    if (own.nextInt(4) == 0) {
                      selector.registry().interest(token, Interest.READ);
                      long deadline = System.nanoTime() + LONG;
                      while (events.get() == before) {
                        assertTrue(System.nanoTime() - deadline < 0, "a registration was lost");
                        LockSupport.parkNanos(1_000);
                      }
                    }
                    int gone = deregistered.get();
                    selector.registry().deregister(token);
                    while (deregistered.get() == gone && own.nextInt(4) != 0) {
                      LockSupport.parkNanos(1_000);
                    }
                  }
                }));
      }
      for (Work<Void> changer : changers) {
        changer.get();
      }
      done.set(true);
      selector.registry().wakeup();
      selecting.get();
      assertEquals(threads * each, deregistered.get());
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
        pair.peer().close();
      }
    }
  }

  @Test
  void oneThreadSelectsOthersAreRefusedUntilTransfer() throws Exception {
    try (IoSelector selector = openSelector()) {
      Recorder recorder = new Recorder();
      selector.selectNanos(recorder, 0);
      Work<Void> refused =
          run(
              "refused",
              () ->
                  assertThrows(
                      IllegalStateException.class, () -> selector.selectNanos(recorder, 0)));
      refused.get();
      selector.transfer();
      Work<Void> allowed =
          run(
              "allowed",
              () -> {
                selector.selectNanos(recorder, 0);
                selector.transfer();
              });
      allowed.get();
      selector.registry().wakeup();
      long began = System.nanoTime();
      assertEquals(0, selector.selectNanos(recorder, LONG));
      assertTrue(System.nanoTime() - began < LONG, "the wake-up was lost");
    }
  }

  /** Who publishes a reason that the recheck finds writes only to a selector that is parked. */
  @Test
  void unparkEndsTheSelectUnderWayAndLeavesNothing() throws Exception {
    try (IoSelector selector = openSelector()) {
      Recorder recorder = new Recorder();
      AtomicBoolean reason = new AtomicBoolean();
      selector.selectNanos(recorder, 0);
      selector.unpark();
      assertEquals(0, selector.counters().wakesWritten(), "nobody was parked");
      for (int i = rounds(200, 20_000); i > 0; i--) {
        reason.set(false);
        Work<Void> waker =
            run(
                "waker",
                () -> {
                  reason.set(true);
                  selector.unpark();
                });
        long began = System.nanoTime();
        while (!reason.get()) {
          selector.selectNanos(recorder, LONG, reason::get);
          assertTrue(System.nanoTime() - began < LONG, "the wake-up was lost");
        }
        waker.get();
      }
    }
  }

  @Test
  void timeoutsAreKept() throws Exception {
    try (IoSelector selector = openSelector()) {
      Recorder recorder = new Recorder();
      for (long nanos : new long[] {1, 100_000, 1_000_000, 1_500_001, 30_000_000}) {
        long deadline = System.nanoTime() + nanos;
        int selects = 0;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
          selector.selectNanos(recorder, left);
          selects++;
        }
        assertTrue(selects < 100, "waits of " + nanos + " ns spin: " + selects);
      }
    }
  }
}
