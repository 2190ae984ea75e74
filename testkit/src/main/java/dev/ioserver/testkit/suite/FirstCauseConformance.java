package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What a port says of its end is what came first, whatever followed from it: one {@link Failed},
 * whose cause names the call, the code and the peer; the address is known from the start.
 */
public abstract class FirstCauseConformance extends Conformance {

  private static final int MOST = 100;
  private static final PortOptions FRAMED =
      PortOptions.defaults().framing(Framing.lengthPrefix(2, MOST));
  private static final int MILLISECOND = 1_000_000;

  /** What the peer of a port does, behind some frames. */
  private enum Way {
    RESET,
    TOO_LONG,
    TOO_LONG_AND_RESET,
    END,
    END_IN_A_FRAME,
    CLOSE_UNREAD;

    boolean mayReset() {
      return this == RESET || this == TOO_LONG_AND_RESET || this == CLOSE_UNREAD;
    }
  }

  /** For subclasses. */
  protected FirstCauseConformance() {}

  @BothShapes
  void aResetNamesTheCallTheCodeAndThePeer(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Peer peer = Peer.connect(listener.localAddress());
      SocketAddress address = peer.socket().getLocalSocketAddress();
      Port port = server.accept(listener).activeUnlimited();
      peer.reset();
      IOException cause = server.expect(port, Failed.class).cause();
      isReset(cause, address);
      assertEquals(address, port.remoteAddress());
      ChannelClosedException refused =
          assertThrows(ChannelClosedException.class, () -> port.trySend(Bytes.of("late")));
      assertSame(cause, refused.getCause(), "who sends hears of the same cause");
      server.expect(port, Closed.class);
      assertEquals(address, port.remoteAddress());
    }
  }

  /** Some systems pass such a connection over; then the next is the first that comes. */
  @BothShapes
  void aConnectionThatIsResetBeforeItIsAcceptedHasItsAddress(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      listener.active(0);
      Peer gone = Peer.connect(listener.localAddress());
      SocketAddress address = gone.socket().getLocalSocketAddress();
      gone.reset();
      try (Peer next = Peer.connect(listener.localAddress())) {
        listener.active(2);
        Port port = server.accept(listener).activeUnlimited();
        if (port.remoteAddress().equals(address)) {
          isReset(server.expect(port, Failed.class).cause(), address);
          server.expect(port, Closed.class);
          port = server.accept(listener);
        }
        assertEquals(next.socket().getLocalSocketAddress(), port.remoteAddress());
      }
    }
  }

  /** The port learns of it by a write or by a read; whichever it is, it is told once. */
  @BothShapes
  void aPortThatSendsToAPeerThatIsGoneFailsOnce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Peer peer = Peer.connect(listener.localAddress());
      SocketAddress address = peer.socket().getLocalSocketAddress();
      Port port = server.accept(listener);
      peer.reset();
      sendOrHear(port);
      port.activeUnlimited();
      isReset(server.expect(port, Failed.class).cause(), address);
      server.expect(port, Closed.class);
      assertTrue(port.isDone());
    }
  }

  /** The frame came before the reset, so it is the cause. */
  @BothShapes
  void aFrameThatIsTooLongIsTheCauseThoughAResetFollows(Shape shape) throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      Peer peer = Peer.connect(listener.localAddress());
      Port port = server.accept(listener);
      peer.write(frames(1));
      peer.write(prefix(MOST + 1));
      peer.reset();
      port.activeUnlimited();
      assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
      IOException cause = server.expect(port, Failed.class).cause();
      assertEquals(MOST + 1, assertInstanceOf(FrameTooLongException.class, cause).length());
      server.expect(port, Closed.class);
    }
  }

  /** The bad frame ends what is received; what was valid before is answered, then the port ends. */
  @BothShapes
  void whatWasValidBeforeABadFrameIsAnswered(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        peer.write(frames(3));
        peer.write(prefix(MOST + 1));
        peer.write(frames(300));
        Port port = server.accept(listener).activeUnlimited();
        for (int i = 0; i < 3; i++) {
          Data data = server.expect(port, Data.class);
          assertTrue(port.trySend(data.bytes()), "the answer was refused");
          data.release();
        }
        IOException cause = server.expect(port, Failed.class).cause();
        assertInstanceOf(FrameTooLongException.class, cause);
        Work<byte[]> answers = begin("peer", () -> peer.read(frames(3).length));
        assertArrayEquals(frames(3), server.join(answers));
        Work<Boolean> end = begin("end", peer::readsEnd);
        assertTrue(server.join(end), "no orderly end");
        assertThrows(ChannelClosedException.class, () -> port.trySend(Bytes.of("late")));
        peer.socket().close();
        server.expect(port, Closed.class);
      }
    }
  }

  @BothShapes
  void whoseConnectIsRefusedKnowsWhereItWanted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      SocketAddress nobody = listener.localAddress();
      listener.close();
      server.expect(listener, Closed.class);
      Port port = server.connect(nobody);
      SystemCallException cause =
          assertInstanceOf(
              SystemCallException.class, server.expect(port, Failed.class).cause(), "refused");
      assertEquals(Kind.CONNECTION_REFUSED, cause.kind());
      names(cause, nobody);
      assertEquals(nobody, port.remoteAddress());
      server.expect(port, Closed.class);
    }
  }

  /**
   * Some hundreds of connections that end in all ways, at random moments of an echo. What was reset
   * before it was accepted may be passed over, as {@link
   * #aConnectionThatIsResetBeforeItIsAcceptedHasItsAddress} says: then the next connection is the
   * first that comes.
   */
  @BothShapes
  void ofRandomEndsTheFirstCauseIsTold(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED.closeTimeout(Duration.ofMillis(20)));
      Way[] ways = Way.values();
      for (int i = 0; i < rounds(150, 10_000); i++) {
        Way way = ways[i % ways.length];
        long seed = random.nextLong();
        try (Peer peer = Peer.connect(listener.localAddress());
            Peer next = Peer.connect(listener.localAddress())) {
          SocketAddress address = peer.socket().getLocalSocketAddress();
          Work<?> work = run("peer", () -> end(peer, way, new Random(seed)));
          Port port = server.accept(listener);
          if (port.remoteAddress().equals(address)) {
            List<Message> messages = echo(server, port.activeUnlimited());
            server.join(work);
            check(way, messages, address);
            port = server.accept(listener);
          } else {
            assertTrue(way.mayReset(), () -> way + " of " + address + " was passed over");
            server.join(work);
          }
          assertEquals(next.socket().getLocalSocketAddress(), port.remoteAddress());
          port.abort();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  private static List<Message> echo(TestServer server, Port port) throws InterruptedException {
    List<Message> told = new ArrayList<>();
    while (true) {
      Message message = server.next(port);
      switch (message) {
        case Data data -> {
          trySend(port, data);
          data.release();
        }
        case PeerClosed _ -> {
          told.add(message);
          port.close();
        }
        case Writable _ -> {
          // What was refused is not sent again.
        }
        case Closed _ -> {
          assertTrue(port.isDone());
          return told;
        }
        default -> told.add(message);
      }
    }
  }

  private static void trySend(Port port, Data data) {
    try {
      port.trySend(data.bytes());
    } catch (ChannelClosedException e) {
      // What has ended it comes next.
    }
  }

  private static void sendOrHear(Port port) {
    try {
      port.trySend(Bytes.of("to nobody"));
    } catch (ChannelClosedException e) {
      // The port has heard of the reset already.
    }
  }

  private static void check(Way way, List<Message> told, SocketAddress peer) {
    String all = way + " of " + peer + ": " + told;
    List<IOException> causes =
        told.stream()
            .filter(Failed.class::isInstance)
            .map(message -> ((Failed) message).cause())
            .toList();
    boolean end = told.stream().anyMatch(PeerClosed.class::isInstance);
    assertTrue(causes.size() <= 1, all);
    boolean reset = causes.stream().anyMatch(SystemCallException.class::isInstance);
    boolean tooLong = causes.stream().anyMatch(FrameTooLongException.class::isInstance);
    switch (way) {
      case RESET -> assertTrue(reset && !end, all);
      case TOO_LONG -> assertTrue(tooLong && !end, all);
      // An answer may have found the reset before the frame was read.
      case TOO_LONG_AND_RESET -> assertTrue((tooLong || reset) && !end, all);
      case END, END_IN_A_FRAME -> assertTrue(end && causes.isEmpty(), all);
      case CLOSE_UNREAD -> assertTrue((end || reset) && !tooLong, all);
    }
    if (reset) {
      isReset(causes.getFirst(), peer);
    }
  }

  private void end(Peer peer, Way way, Random random) throws IOException {
    peer.write(frames(random.nextInt(5)));
    pause(random);
    switch (way) {
      case RESET -> peer.reset();
      case TOO_LONG -> {
        peer.write(prefix(MOST + 1 + random.nextInt(1000)));
        drain(peer);
      }
      case TOO_LONG_AND_RESET -> {
        peer.write(prefix(MOST + 1 + random.nextInt(1000)));
        pause(random);
        peer.reset();
      }
      case END -> {
        peer.shutdownOutput();
        drain(peer);
      }
      case END_IN_A_FRAME -> {
        peer.write(prefix(MOST));
        peer.shutdownOutput();
        drain(peer);
      }
      case CLOSE_UNREAD -> peer.close();
    }
  }

  /** Reads to the end, be it an orderly one or a reset. */
  private static void drain(Peer peer) throws IOException {
    peer.readsReset();
  }

  private static void pause(Random random) {
    if (random.nextBoolean()) {
      LockSupport.parkNanos(random.nextInt(MILLISECOND));
    }
  }

  private static void isReset(IOException cause, SocketAddress peer) {
    SystemCallException call = assertInstanceOf(SystemCallException.class, cause);
    assertEquals(Kind.CONNECTION_RESET, call.kind(), () -> call.toString());
    names(call, peer);
  }

  private static void names(SystemCallException cause, SocketAddress peer) {
    String message = String.valueOf(cause.getMessage());
    assertFalse(cause.call().isBlank(), message);
    assertTrue(cause.code() > 0, message);
    assertTrue(message.contains(":" + Peer.port(peer) + ")"), message + " does not name " + peer);
    assertFalse(message.contains("0.0.0.0"), message);
  }

  /** So many frames of one byte. */
  private static byte[] frames(int count) {
    byte[] all = new byte[3 * count];
    for (int i = 0; i < count; i++) {
      all[3 * i + 1] = 1;
    }
    return all;
  }

  private static byte[] prefix(int length) {
    return new byte[] {(byte) (length >> 8), (byte) length};
  }
}
