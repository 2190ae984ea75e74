package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.RawSockets;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Bugs that other event loops had, each as a test that is named after it: project and number of the
 * report follow the name of the fault.
 */
public abstract class RegressionConformance extends Conformance {
  private static final long LONG = TestServer.LONG_NANOS;

  /** For subclasses. */
  protected RegressionConformance() {}

  /**
   * Makes another descriptor for the same open file, as {@code dup(2)} does.
   *
   * @param descriptor a descriptor of this engine
   * @return the other one, for the caller to close, or -1 where this engine's descriptors have no
   *     such thing
   */
  protected long duplicate(long descriptor) {
    return -1;
  }

  /** Closed and opened again within one batch: the event of the first is not the second's. */
  @Test
  void staleEventWepoll34Re266CloseAndReopenWithinOneBatch() throws Exception {
    try (IoSelector selector = open();
        RawSockets sockets = RawSockets.open(selector)) {
      for (int round = 0; round < 100; round++) {
        RawSockets.Pair first = sockets.pair();
        RawSockets.Pair second = sockets.pair();
        long[] tokens = {
          selector.registry().register(first.descriptor(), Interest.READ, first),
          selector.registry().register(second.descriptor(), Interest.READ, second)
        };
        first.peer().write((byte) 1);
        second.peer().write((byte) 1);
        List<RawSockets.Pair> reopened = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger events = new AtomicInteger();
        ReadyHandler handler =
            (token, attachment, ready) -> {
              events.incrementAndGet();
              if (!reopened.isEmpty()) {
                wrong.incrementAndGet();
                return;
              }
              RawSockets.Pair other = token == tokens[0] ? second : first;
              selector.deregisterNow(token == tokens[0] ? tokens[1] : tokens[0]);
              sockets.close(other.descriptor());
              try {
                // As a rule it gets the number that has just become free.
                RawSockets.Pair next = sockets.pair();
                reopened.add(next);
                selector.registry().register(next.descriptor(), Interest.READ, next);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            };
        while (events.get() == 0) {
          selector.selectNanos(handler, LONG);
        }
        assertEquals(0, wrong.get(), "an event for what is closed");
        selector.registry().deregister(tokens[0]);
        selector.registry().deregister(tokens[1]);
        AtomicInteger quiet = new AtomicInteger();
        selector.selectNanos((_, _, _) -> quiet.incrementAndGet(), 100_000);
        assertEquals(0, quiet.get(), "an event although nothing has come");
        RawSockets.Pair next = reopened.getFirst();
        next.peer().write((byte) 1);
        Recorder recorder = new Recorder();
        assertEquals(1, selector.selectNanos(recorder, LONG));
        assertEquals(next, recorder.attachment);
        selector.deregisterNow(recorder.token);
        selector.selectNanos(recorder, 0);
        sockets.close(
            events.get() > 0 && isOpen(sockets, first) ? first.descriptor() : second.descriptor());
        sockets.close(next.descriptor());
        for (RawSockets.Pair pair : List.of(first, second, next)) {
          pair.peer().close();
        }
        assertEquals(0, selector.registrations());
      }
    }
  }

  /** An event of an earlier registration in the same slot is dropped, and counted as dropped. */
  @Test
  void staleEventNetty9113SlotInUseAgain() throws Exception {
    try (IoSelector selector = open();
        RawSockets sockets = RawSockets.open(selector)) {
      List<RawSockets.Pair> pairs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        pairs.add(sockets.pair());
      }
      for (int round = 0; round < 50; round++) {
        List<Long> tokens = new ArrayList<>();
        for (RawSockets.Pair pair : pairs) {
          tokens.add(selector.registry().register(pair.descriptor(), Interest.READ, pair));
          if (round == 0) {
            pair.peer().write((byte) 1);
          }
        }
        AtomicInteger events = new AtomicInteger();
        long stale = selector.counters().staleEvents();
        ReadyHandler handler =
            (token, attachment, ready) -> {
              if (events.incrementAndGet() == 1) {
                tokens.forEach(selector.registry()::deregister);
              } else {
                throw new AssertionError("an event of a registration that is over");
              }
            };
        while (events.get() == 0) {
          selector.selectNanos(handler, LONG);
        }
        selector.selectNanos(handler, 0);
        assertTrue(selector.counters().staleEvents() >= stale);
        assertEquals(0, selector.registrations());
      }
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
        pair.peer().close();
      }
    }
  }

  /**
   * The kernel reports errors and hang-ups unasked: with no interest it must not be asked at all.
   */
  @Test
  void hupSpinNetty16683H2o603Seastar64ZeroInterest() throws Exception {
    try (IoSelector selector = open();
        RawSockets sockets = RawSockets.open(selector)) {
      Recorder recorder = new Recorder();
      List<RawSockets.Pair> pairs = List.of(sockets.pair(), sockets.pair());
      long fromStart = selector.registry().register(pairs.get(0).descriptor(), Interest.NONE, null);
      long later = selector.registry().register(pairs.get(1).descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      selector.registry().interest(later, Interest.NONE);
      selector.selectNanos(recorder, 0);
      for (RawSockets.Pair pair : pairs) {
        pair.peer().reset();
      }
      long polls = selector.counters().polls();
      long end = System.nanoTime() + 50_000_000;
      for (long left = 1; left > 0; left = end - System.nanoTime()) {
        selector.selectNanos(recorder, Math.max(1, left));
      }
      assertEquals(0, recorder.events, "an event without interest");
      assertTrue(
          selector.counters().polls() - polls < 20,
          "spins: " + (selector.counters().polls() - polls));
      selector.registry().interest(fromStart, Interest.READ);
      selector.registry().interest(later, Interest.READ);
      while (recorder.events < 2) {
        selector.selectNanos(recorder, LONG);
      }
      assertTrue((recorder.ready & Interest.READ) != 0);
      for (RawSockets.Pair pair : pairs) {
        sockets.close(pair.descriptor());
      }
    }
  }

  /** The same on the floor of ports: a passive port whose peer is gone costs nothing. */
  @BothShapes
  void hupSpinPassivePortWhosePeerIsGone(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Peer gone = Peer.connect(listener.localAddress());
      Peer half = Peer.connect(listener.localAddress());
      server.accept(listener);
      server.accept(listener);
      gone.reset();
      half.shutdownOutput();
      LoopCounters before = server.counters();
      long until = System.nanoTime() + 60_000_000;
      server.io();
      while (until - System.nanoTime() > 0) {
        server.idle(20_000_000);
      }
      LoopCounters during = server.counters().minus(before);
      assertTrue(during.polls() < 50, "spins: " + during);
      half.close();
    }
  }

  /** A registration belongs to the open file: while a duplicate lives, closing does not end it. */
  @Test
  void dupedDescriptorLibuv4323DeregisteredBeforeClose() throws Exception {
    try (IoSelector selector = open();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      long duplicate = duplicate(pair.descriptor());
      if (duplicate < 0) {
        sockets.close(pair.descriptor());
        pair.peer().close();
        skip("this engine's descriptors cannot be duplicated");
      }
      Recorder recorder = new Recorder();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      selector.deregisterNow(token);
      sockets.close(pair.descriptor());
      pair.peer().write((byte) 1);
      assertEquals(0, selector.selectNanos(recorder, 20_000_000));
      assertEquals(0, selector.counters().events(), "the kernel still reports what was closed");
      sockets.close(duplicate);
      pair.peer().close();
    }
  }

  /** To deregister what was closed already is no failure. */
  @Test
  void closedDescriptorMio582DeregisteredAfterwards() throws Exception {
    try (IoSelector selector = open();
        RawSockets sockets = RawSockets.open(selector)) {
      RawSockets.Pair pair = sockets.pair();
      Recorder recorder = new Recorder();
      long token = selector.registry().register(pair.descriptor(), Interest.READ, null);
      selector.selectNanos(recorder, 0);
      sockets.close(pair.descriptor());
      assertTrue(selector.registry().deregister(token));
      assertEquals(0, selector.selectNanos(recorder, 1_000_000));
      assertEquals(List.of(token), recorder.deregistered);
      assertFalse(recorder.failure != null);
      pair.peer().close();
    }
  }

  /** Interest follows readiness in memory: traffic on connections that stand changes nothing. */
  @BothShapes
  void epollCtlPerRequestZio510Netty9872NoneWhileTrafficFlows(Shape shape) throws Exception {
    boolean edge;
    try (IoSelector selector = open()) {
      edge = selector.isEdgeTriggered();
    }
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(1));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        long settled = 0;
        int messages = 2_000;
        Work<Void> client =
            run(
                "client",
                () -> {
                  for (int i = 0; i < messages; i++) {
                    peer.write((byte) i);
                    assertEquals((byte) i, peer.read(1)[0]);
                  }
                });
        for (int i = 0; i < messages; i++) {
          Data data = server.expect(port, Data.class);
          port.send(data.bytes());
          data.release();
          server.expect(port, dev.ioserver.engine.api.CreditUsed.class);
          port.active(1);
          if (i == 10) {
            settled = server.counters().changesApplied();
          }
        }
        server.join(client);
        long during = server.counters().changesApplied() - settled;
        // A level-triggered poller must be told of a port that reads no more, but never twice.
        assertTrue(edge ? during == 0 : during <= 2L * messages, during + " changes");
      }
    }
  }

  private static boolean isOpen(RawSockets sockets, RawSockets.Pair pair) {
    return sockets.read(pair.descriptor()) == 1;
  }

  private IoSelector open() throws SystemCallException {
    return IoSelector.open(SelectorOptions.defaults().engine(engine()));
  }
}
