package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.FewDescriptors;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners: storms, credit, addresses that are taken, descriptors that run out. */
public abstract class ListenerConformance extends Conformance {

  /** For subclasses. */
  protected ListenerConformance() {}

  /** Nobody would hold the listener of a caller that has given up: there must be none. */
  @Test
  void listenInterruptedLeavesNoListenerBehind() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      for (int i = 0; i < 20; i++) {
        boolean late = i % 2 == 0;
        Work<Boolean> other =
            begin(
                "listening",
                () -> {
                  try {
                    server.io().listen(TestServer.loopback()).close();
                    return true;
                  } catch (IllegalStateException e) {
                    assertTrue(Thread.interrupted(), "the interrupt was lost");
                    return false;
                  }
                });
        if (late) {
          // The loop does not run meanwhile, so that the call cannot be answered.
          while (other.thread().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        }
        other.interrupt();
        if (late) {
          assertFalse(other.get());
        }
        while (!other.isDone() || server.io().select().size() > 0) {
          // Nothing, or the end of a listener that was opened in time.
          server.io().select().receive(Duration.ofMillis(1));
        }
      }
    }
  }

  /** The table is full: the port that could not be adopted fails, and not before it is known. */
  @Test
  void acceptedPortThatCannotBeRegisteredFailsAfterAccepted() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS, options -> options.maxRegistrations(2))) {
      Listener listener = server.io().listen(TestServer.loopback());
      Select<Object> select = server.io().any();
      try (Peer _ = Peer.connect(listener.localAddress());
          Peer second = Peer.connect(listener.localAddress())) {
        List<Object> messages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          messages.add(select.receive(TestServer.LONG));
        }
        assertInstanceOf(Accepted.class, messages.get(0));
        Accepted accepted = assertInstanceOf(Accepted.class, messages.get(1));
        Failed failed = assertInstanceOf(Failed.class, messages.get(2));
        assertSame(accepted.port(), failed.source());
        assertEquals(SystemCallException.Kind.NO_RESOURCES, LifecycleConformance.kind(failed));
        assertInstanceOf(Closed.class, messages.get(3));
        assertTrue(second.readsEnd() || second.readsReset());
      }
      select.remove(listener);
    }
  }

  /** As in the JDK: every address of this host, of both families. */
  @BothShapes
  void wildcardTakesBothFamilies(Shape shape) throws Exception {
    boolean both = OptionsConformance.hasInet6();
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(new InetSocketAddress(0)));
      int number = Peer.port(listener.localAddress());
      for (String literal : both ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
        try (Peer peer = Peer.connect(Loopback.at(literal, number))) {
          Port port = server.accept(listener);
          assertEquals(
              Peer.port(peer.socket().getLocalSocketAddress()), Peer.port(port.remoteAddress()));
          port.abort();
          server.expect(port, Closed.class);
        }
      }
    }
    if (!both) {
      skip("IPv4 was tested; this machine has no IPv6 loopback address");
    }
  }

  @BothShapes
  void acceptStormEveryConnectionIsServedOnce(Shape shape) throws Exception {
    int threads = 4;
    int each = rounds(250, 2_500);
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(1));
      List<Work<Void>> clients = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        clients.add(
            run(
                "storm " + t,
                () -> {
                  List<Peer> open = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    Peer peer = Peer.connect(listener.localAddress());
                    peer.write((byte) i);
                    open.add(peer);
                    if (open.size() == 50 || i == each - 1) {
                      for (Peer each50 : open) {
                        assertEquals(1, each50.readAll().length());
                        each50.close();
                      }
                      open.clear();
                    }
                  }
                }));
      }
      Set<Integer> seen = new HashSet<>();
      Select<Object> select =
          shape == Shape.CALLER_RUNS ? server.io().any().add(listener) : Select.ofAny(listener);
      int served = 0;
      while (served < threads * each) {
        Object message = select.receive(TestServer.LONG);
        switch (message) {
          case Accepted accepted -> {
            seen.add(System.identityHashCode(accepted.port()));
            select.add(accepted.port());
          }
          case Data data -> {
            // The message is another one's as soon as it is released.
            Port port = data.port();
            port.send(data.bytes());
            data.release();
            port.close();
          }
          case Closed _ -> served++;
          case null -> throw new AssertionError("nothing came after " + served);
          default -> {
            // Passive
          }
        }
      }
      assertNull(select.tryReceive());
      assertEquals(1, select.size(), "ports that are closed have not left the select");
      select.remove(listener);
      for (Work<Void> client : clients) {
        client.get();
      }
      assertTrue(seen.size() > threads * each * 9 / 10);
    }
  }

  @BothShapes
  void creditBoundsWhatIsAccepted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      listener.active(0);
      // The loop may be accepting at this very moment.
      server.settle();
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        peers.add(Peer.connect(listener.localAddress()));
      }
      assertNull(listener.receive(Duration.ofMillis(30)), "accepted without credit");
      listener.active(2);
      server.accept(listener);
      server.accept(listener);
      assertNull(listener.receive(Duration.ofMillis(30)), "accepted without credit");
      listener.active(-5);
      listener.active(1);
      listener.active(2);
      for (int i = 0; i < 3; i++) {
        server.accept(listener);
      }
      assertNull(listener.receive(Duration.ofMillis(1)));
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @BothShapes
  void manyMoreThanTheInboxWaitInTheBacklogAndAreAllAccepted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      int connections = 700;
      List<Peer> peers = new ArrayList<>();
      Work<Void> client =
          run(
              "client",
              () -> {
                for (int i = 0; i < connections; i++) {
                  peers.add(Peer.connect(listener.localAddress()));
                }
              });
      server.join(client);
      for (int i = 0; i < connections; i++) {
        server.accept(listener).abort();
      }
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @BothShapes
  void addressInUseIsSaidAtOnce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      SystemCallException thrown =
          assertThrows(
              SystemCallException.class, () -> server.io().listen(listener.localAddress()));
      assertEquals(Kind.ADDRESS_IN_USE, thrown.kind());
      assertTrue(
          String.valueOf(thrown.getMessage()).contains(":" + Peer.port(listener.localAddress())),
          thrown.getMessage());
      listener.close();
      server.expect(listener, Closed.class);
      Listener again = server.direct(server.io().listen(listener.localAddress()));
      again.close();
    }
  }

  @BothShapes
  void addressOfAnotherHostIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      // TEST-NET-1 is nobody's; nothing is sent to it, binding fails before.
      InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
      SystemCallException thrown =
          assertThrows(
              SystemCallException.class,
              () -> server.io().listen(new InetSocketAddress(foreign, 0)));
      assertEquals(Kind.ADDRESS_NOT_AVAILABLE, thrown.kind());
      assertThrows(
          IllegalArgumentException.class,
          () -> server.io().listen(InetSocketAddress.createUnresolved("nowhere.invalid", 0)));
    }
  }

  @BothShapes
  void reusePortTwoListenersShareAnAddress(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      ListenOptions options =
          ListenOptions.defaults().option(StandardSocketOptions.SO_REUSEPORT, true);
      Listener first = server.listen(options);
      Listener second = server.direct(server.io().listen(first.localAddress(), options));
      assertEquals(first.localAddress(), second.localAddress());
      first.close();
      server.expect(first, Closed.class);
      try (Peer peer = Peer.connect(second.localAddress())) {
        assertTrue(peer.socket().isConnected());
        server.accept(second);
      }
    } catch (SystemCallException e) {
      if (e.kind() == Kind.NOT_SUPPORTED) {
        skip("no SO_REUSEPORT: " + e.getMessage());
      }
      throw e;
    }
  }

  @BothShapes
  void closedListenerGivesWhatWasAcceptedThenClosed(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        server.until("accepted", () -> server.counters().messagesIn() >= 1);
        listener.close();
        Port port = server.accept(listener);
        server.expect(listener, Closed.class);
        port.active(1);
        peer.write((byte) 1);
        server.expect(port, Data.class).release();
      }
    }
  }

  @Test
  void acceptedPortsAreSpreadOverTheLoops() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS, options -> options.loops(3))) {
      Listener listener = server.listen(PortOptions.defaults().credit(1));
      for (int i = 0; i < 30; i++) {
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          peer.write((byte) 1);
          server.expect(port, Data.class).release();
          port.close();
        }
      }
      server.io().counters().forEach(loop -> assertTrue(loop.bytesIn() >= 9, loop.toString()));
    }
  }

  /** In a process of its own, with few descriptors. */
  @BothShapes
  void descriptorsUsedUpTheListenerSaysSoOnceAndGoesOn(Shape shape) throws Exception {
    Path output = Files.createTempFile("few-descriptors", ".txt");
    try {
      Process child = FewDescriptors.start(engine(), shape, output);
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      if (!ended) {
        child.destroyForcibly();
        child.waitFor();
      }
      String said = Files.readString(output);
      if (said.contains(FewDescriptors.CANNOT)) {
        skip(said.strip());
      }
      assertTrue(ended, "the child process hangs:\n" + said);
      assertEquals(0, child.exitValue(), said);
    } catch (java.io.IOException e) {
      skip("no shell to limit descriptors with: " + e.getMessage());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  static SystemCallException systemCall(java.io.IOException cause) {
    return assertInstanceOf(SystemCallException.class, cause);
  }
}
