package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.RawSockets;
import dev.ioserver.testkit.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lowest floor: registrations, what is reported of them, and how a selector ends. */
public abstract class SelectorConformance extends Conformance {

  private static final long LONG = TestServer.LONG_NANOS;

  /** For subclasses. */
  protected SelectorConformance() {}

  /** An edge comes but once: what a handler leaves behind when it throws must not be lost. */
  @Test
  void aHandlerThatThrowsLosesNoOtherEvent() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      int count = 5;
      int interest = Interest.READ | (selector.isEdgeTriggered() ? Interest.EDGE : 0);
      List<RawSockets.Pair> pairs = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        RawSockets.Pair pair = sockets.pair();
        pairs.add(pair);
        expected.add(selector.registry().register(pair.descriptor(), interest, null));
        pair.peer().write((byte) i);
      }
      List<Long> seen = new ArrayList<>();
      ReadyHandler throwing =
          (token, _, _) -> {
            seen.add(token);
            throw new IllegalStateException("on purpose");
          };
      long deadline = System.nanoTime() + LONG;
      while (seen.size() < count && System.nanoTime() - deadline < 0) {
        assertThrows(IllegalStateException.class, () -> selector.selectNanos(throwing, LONG));
      }
      seen.sort(null);
      expected.sort(null);
      assertEquals(expected, seen);
      for (RawSockets.Pair pair : pairs) {
        pair.peer().close();
      }
      for (long token : expected) {
        selector.deregisterNow(token);
      }
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
      }
    }
  }

  @Test
  void registerSelectDeregister() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      Object attachment = new Object();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, attachment);
      assertEquals(1, selector.registrations());
      assertEquals(0, selector.selectNanos(recorder, 1_000_000));
      pair.peer().write((byte) 1);
      assertEquals(1, selector.selectNanos(recorder, LONG));
      assertEquals(token, recorder.token);
      assertSame(attachment, recorder.attachment);
      assertEquals(Interest.READ, recorder.ready);
      // Level-triggered: it is still there.
      assertEquals(1, selector.selectNanos(recorder, LONG));
      assertEquals(1, sockets.read(pair.descriptor()));
      assertTrue(selector.registry().interest(token, Interest.READ | Interest.WRITE));
      assertEquals(1, selector.selectNanos(recorder, LONG));
      assertEquals(Interest.WRITE, recorder.ready);
      assertTrue(selector.registry().interest(token, Interest.READ));
      pair.peer().shutdownOutput();
      assertEquals(1, selector.selectNanos(recorder, LONG));
      assertTrue((recorder.ready & Interest.READ) != 0);
      assertTrue(selector.registry().deregister(token));
      assertFalse(selector.registry().deregister(token));
      assertFalse(selector.registry().interest(token, Interest.WRITE));
      assertEquals(0, selector.selectNanos(recorder, 1_000_000));
      assertEquals(List.of(token), recorder.deregistered);
      assertEquals(0, selector.registrations());
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  @Test
  void interestChangesThatCancelOutMakeNoSystemCall() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      assertEquals(1, selector.counters().changesApplied());
      for (int i = 0; i < 100; i++) {
        selector.registry().interest(token, Interest.READ | Interest.WRITE);
        selector.registry().interest(token, Interest.NONE);
        selector.registry().interest(token, Interest.READ);
        selector.selectNanos(recorder, 0);
      }
      assertEquals(1, selector.counters().changesApplied());
      assertTrue(selector.counters().changesAsked() >= 301);
      assertEquals(0, recorder.events);
      selector.registry().deregister(token);
      // One that comes and goes between two waits need not be told at all.
      RawSockets.Pair other = sockets.pair();
      selector
          .registry()
          .deregister(selector.registry().register(other.descriptor(), Interest.READ, null));
      selector.selectNanos(recorder, 0);
      assertEquals(2, selector.counters().changesApplied());
      assertEquals(2, recorder.deregistered.size());
      for (RawSockets.Pair each : List.of(pair, other)) {
        sockets.close(each.descriptor());
        each.peer().close();
      }
    }
  }

  /** Back-pressure that goes before anything comes is free; what comes meanwhile is not lost. */
  @Test
  void readingTurnedOffCostsASystemCallOnlyIfSomethingComes() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      assertEquals(1, selector.counters().changesApplied());
      for (int i = 0; i < 100; i++) {
        selector.registry().interest(token, Interest.NONE);
        assertEquals(0, selector.selectNanos(recorder, 0));
        selector.registry().interest(token, Interest.READ);
        assertEquals(0, selector.selectNanos(recorder, 0));
      }
      assertEquals(1, selector.counters().changesApplied());
      selector.registry().interest(token, Interest.NONE);
      pair.peer().write((byte) 1);
      // It ends one wait, is told then, and does not come again.
      long deadline = System.nanoTime() + LONG;
      while (selector.counters().changesApplied() == 1) {
        assertTrue(System.nanoTime() - deadline < 0, "the kernel reports it and is not told");
        assertEquals(0, selector.selectNanos(recorder, 1_000_000));
      }
      long polls = selector.counters().polls();
      assertEquals(0, selector.selectNanos(recorder, 5_000_000));
      assertEquals(polls + 1, selector.counters().polls());
      assertEquals(0, recorder.events);
      selector.registry().interest(token, Interest.READ);
      assertEquals(1, selector.selectNanos(recorder, LONG));
      assertEquals(Interest.READ, recorder.ready);
      assertEquals(3, selector.counters().changesApplied());
      selector.deregisterNow(token);
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  @Test
  void edgeTriggeredWhereOfferedReportsChangesOnly() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      int both = Interest.READ | Interest.WRITE | Interest.EDGE;
      if (!selector.isEdgeTriggered()) {
        assertThrows(
            IllegalArgumentException.class,
            () -> selector.registry().register(pair.descriptor(), both, null));
        long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
        for (int interest : new int[] {both, Interest.EDGE, Interest.READ | Interest.EDGE}) {
          String registering =
              assertThrows(
                      IllegalArgumentException.class,
                      () -> selector.registry().register(pair.descriptor(), interest, null))
                  .getMessage();
          String changing =
              assertThrows(
                      IllegalArgumentException.class,
                      () -> selector.registry().interest(token, interest))
                  .getMessage();
          assertEquals(registering, changing);
          String expected = "the " + engine() + " engine has no edge-triggered mode";
          assertTrue(String.valueOf(changing).contains(expected), changing);
        }
        // What was refused has changed nothing.
        pair.peer().write((byte) 1);
        assertEquals(1, selector.selectNanos(recorder, LONG));
        assertEquals(Interest.READ, recorder.ready);
        selector.deregisterNow(token);
        selector.selectNanos(recorder, 0);
      } else {
        long token = selector.registry().register(pair.descriptor(), both, null);
        assertEquals(1, selector.selectNanos(recorder, LONG));
        assertEquals(0, selector.selectNanos(recorder, 1_000_000));
        pair.peer().write((byte) 1);
        assertEquals(1, selector.selectNanos(recorder, LONG));
        assertTrue((recorder.ready & Interest.READ) != 0);
        assertEquals(0, selector.selectNanos(recorder, 1_000_000));
        selector.deregisterNow(token);
        selector.selectNanos(recorder, 0);
      }
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  @Test
  void fullTableRefusesAndSlotsAreUsedAgainUnderANewToken() throws Exception {
    SelectorOptions options = SelectorOptions.defaults().engine(engine()).maxRegistrations(2);
    try (IoSelector selector = IoSelector.open(options);
        RawSockets sockets = RawSockets.open(selector)) {
      List<RawSockets.Pair> pairs = List.of(sockets.pair(), sockets.pair(), sockets.pair());
      Recorder recorder = new Recorder();
      long first = selector.registry().register(pairs.get(0).descriptor(), Interest.READ, null);
      selector.registry().register(pairs.get(1).descriptor(), Interest.READ, null);
      assertThrows(
          IllegalStateException.class,
          () -> selector.registry().register(pairs.get(2).descriptor(), Interest.READ, null));
      for (int i = 0; i < 1_000; i++) {
        selector.registry().deregister(first);
        selector.selectNanos(recorder, 0);
        long again = selector.registry().register(pairs.get(0).descriptor(), Interest.READ, i);
        assertNotEquals(first, again);
        first = again;
      }
      pairs.get(0).peer().write((byte) 1);
      selector.selectNanos(recorder, LONG);
      assertEquals(first, recorder.token);
      assertEquals(999, recorder.attachment);
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
        pair.peer().close();
      }
    }
  }

  @Test
  void badDescriptorIsReportedToItsHandler() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      long token = selector.registry().register(1_000_000_000L, Interest.READ, "bad");
      selector.registry().register(pair.descriptor(), Interest.READ, "good");
      pair.peer().write((byte) 1);
      while (recorder.events == 0) {
        selector.selectNanos(recorder, LONG);
      }
      assertEquals("good", recorder.attachment);
      SystemCallException failure = recorder.failure;
      assertTrue(failure != null, "nobody was told");
      assertEquals(Kind.BAD_DESCRIPTOR, failure.kind());
      assertFalse(selector.registry().interest(token, Interest.WRITE));
      selector.selectNanos(recorder, 0);
      assertEquals(1, selector.registrations());
      sockets.close(pair.descriptor());
      pair.peer().close();
    }
  }

  @Test
  void closedDescriptorIsReportedWithTheCallAndItsNumber() throws Exception {
    try (IoSelector selector = openSelector();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair live = sockets.pair();
      // Several, and the highest of them is used: an engine that opens descriptors of its own takes
      // the lowest number that is free.
      long closed = 0;
      List<RawSockets.Pair> pairs =
          List.of(sockets.pair(), sockets.pair(), sockets.pair(), sockets.pair());
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
        closed = Math.max(closed, pair.descriptor());
      }
      Recorder recorder = new Recorder();
      // libkqueue loses what it refuses if it has nothing else to report.
      selector.registry().register(live.descriptor(), Interest.WRITE, "live");
      selector.registry().register(closed, Interest.READ, "closed");
      SystemCallException failure = failureOf(selector, recorder);
      for (RawSockets.Pair pair : pairs) {
        pair.peer().close();
      }
      assertEquals(Kind.BAD_DESCRIPTOR, failure.kind(), failure.getMessage());
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith(failure.call() + "(descriptor " + closed + ")"), message);
      assertFalse(failure.call().isEmpty());
      selector.selectNanos(recorder, 0);
      assertEquals(1, selector.registrations());
      sockets.close(live.descriptor());
      live.peer().close();
    }
  }

  /** On the nio engine a system's own descriptor means nothing: the message says what does. */
  @Test
  void rawDescriptorOnAnEngineOfItsOwnNamesTheWay() throws Exception {
    try (IoSelector selector = openSelector()) {
      if (!selector.engine().equals("nio")) {
        skip("the descriptors of this engine are the system's");
      }
      Recorder recorder = new Recorder();
      selector.registry().register(1, Interest.READ, "raw");
      SystemCallException failure = failureOf(selector, recorder);
      assertEquals(Kind.BAD_DESCRIPTOR, failure.kind());
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("NioHandles.of(channel)"), message);
      assertTrue(message.contains("descriptor 1)"), message);
    }
  }

  private static SystemCallException failureOf(IoSelector selector, Recorder recorder)
      throws SystemCallException {
    long deadline = System.nanoTime() + LONG;
    while (recorder.failure == null) {
      assertTrue(System.nanoTime() - deadline < 0, "nobody was told");
      selector.selectNanos(recorder, 1_000_000);
    }
    return recorder.failure;
  }
}
