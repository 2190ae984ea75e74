package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passive receives: exact lengths, what is taken back, and those that do not wait. */
class PassiveReceiveTest extends PortFixture {

  PassiveReceiveTest() throws SystemCallException {}

  @Test
  void passiveReceivesTakeExactlyWhatTheyAskFor() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 3);
    arrive("ab");
    assertFalse(port.passive().pending().isDecided());
    arrive("cdefgh");
    assertEquals("abc", text(port.passive().pending().take()));
    ask(port, 1);
    assertEquals("d", text(port.passive().pending().take()));
    ask(port, 0);
    assertEquals("efgh", text(port.passive().pending().take()));
    assertFalse(engine.endpoint().receiving, "nobody wants more");
  }

  @Test
  void aDemandThatIsTakenBackLeavesItsBytesToTheNext() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abcdefg");
    assertTrue(port.passive().pending().withdraw());
    ask(port, 5);
    assertEquals("abcde", text(port.passive().pending().take()));
    port.active(9);
    engine.run();
    arrive("hi");
    assertEquals(List.of("fg", "hi"), taken(port));
  }

  /**
   * The demand is taken back and credit given while the loop is busy: it has not heard of either
   * when the next bytes come.
   */
  @Test
  void bytesOfAWithdrawnDemandComeBeforeLaterOnes() {
    for (int arriving = 1; arriving < 25; arriving++) {
      TcpPort port = connected(PortOptions.defaults());
      ask(port, 10);
      arrive("0123456");
      assertTrue(port.passive().pending().withdraw());
      port.active(100);
      String more = "789abcdefghijklmnopqrstuvwxyz".substring(0, arriving);
      arrive(more);
      engine.run();
      assertEquals("0123456" + more, String.join("", taken(port)));
    }
  }

  @Test
  void theEndComesAfterWhatWasAssembled() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(1));
    ask(port, 10);
    arrive("abc");
    assertTrue(port.passive().pending().withdraw());
    port.put(new Writable(port));
    port.activeUnlimited();
    engine.endpoint().handler.onPeerClosed();
    engine.run();
    List<String> heard = new ArrayList<>(taken(port));
    engine.run();
    heard.addAll(taken(port));
    engine.run();
    heard.addAll(taken(port));
    assertEquals(List.of("Writable", "abc", "PeerClosed"), heard);
  }

  @Test
  void aDemandEndsWithThePeer() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abc");
    engine.endpoint().handler.onPeerClosed();
    assertTrue(port.passive().pending().isDecided());
    assertNull(port.passive().pending().take(), "refused");
    ask(port, 3);
    assertEquals("abc", text(port.passive().pending().take()));
    ask(port, 0);
    assertNull(port.passive().pending().take(), "refused");
  }

  @Test
  void anInterruptLosesNoBytes() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> port.read(3, Duration.ofSeconds(1)));
    engine.run();
    ask(port, 3);
    arrive("abc");
    Thread.currentThread().interrupt();
    // Answered already: whoever withdraws finds it so.
    assertFalse(port.passive().pending().withdraw());
    assertTrue(Thread.interrupted());
    assertEquals("abc", text(port.passive().pending().take()));
  }

  /** Asks as a thread would that does not wait; the loop has heard of it and polled once. */
  private void askNow(TcpPort port, int length) {
    port.passive().pending().ask(length, true);
    port.connection().ask(Connection.RECEIVE);
    engine.run();
  }

  /** Runs the loop, without anything to arrive, until a demand is decided. */
  private int turnsUntilDecided(TcpPort port) {
    int turns = 0;
    while (!port.passive().pending().isDecided()) {
      assertTrue(turns < 10, "nothing is said");
      engine.run();
      turns++;
    }
    return turns;
  }

  @Test
  void aDemandForNowTakesWhatIsKept() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 1);
    arrive("abcd");
    assertEquals("a", text(port.passive().pending().take()));
    askNow(port, 2);
    assertFalse(port.passive().pending().takeNothing());
    assertEquals("bc", text(port.passive().pending().take()));
    askNow(port, 0);
    assertEquals("d", text(port.passive().pending().take()));
  }

  /** What the first poll finds may have its turn as late as right before the second but one. */
  @Test
  void aDemandForNowTakesWhatThePollsBring() {
    TcpPort port = connected(PortOptions.defaults());
    for (int polls = 1; polls <= 2; polls++) {
      askNow(port, 0);
      for (int i = 1; i < polls; i++) {
        engine.run();
      }
      assertTrue(engine.endpoint().receiving, "the poller must know what is wanted");
      assertFalse(port.passive().pending().isDecided(), "what is found has not had its turn");
      arrive("ab");
      assertEquals("ab", text(port.passive().pending().take()));
      assertFalse(engine.endpoint().receiving);
      engine.run();
      engine.run();
      assertFalse(port.passive().pending().isDecided(), "the look was for what has been answered");
    }
  }

  @Test
  void aDemandForNowHearsThatNothingIsThere() {
    TcpPort port = connected(PortOptions.defaults());
    for (int i = 0; i < 3; i++) {
      askNow(port, i);
      turnsUntilDecided(port);
      assertFalse(port.passive().pending().withdraw(), "it is decided");
      assertTrue(port.passive().pending().takeNothing());
      assertFalse(engine.endpoint().receiving, "nobody wants bytes");
    }
    ask(port, 1);
    arrive("a");
    assertEquals("a", text(port.passive().pending().take()));
  }

  /** A turn reads only so much: as long as bytes come the socket may have more. */
  @Test
  void aDemandForNowIsLookedForAsLongAsBytesCome() {
    for (Framing framing : List.of(Framing.raw(), Framing.lengthPrefix(2, 100))) {
      TcpPort port = connected(PortOptions.defaults().framing(framing));
      int length = framing.isRaw() ? 10 : 0;
      askNow(port, length);
      String text = framing.isRaw() ? "0123456789" : "\0\n0123456789";
      for (int i = 0; i < text.length() - 1; i++) {
        arrive(text.substring(i, i + 1));
        engine.run();
        engine.run();
        assertFalse(port.passive().pending().isDecided(), "after " + i);
      }
      assertTrue(turnsUntilDecided(port) > 0);
      assertTrue(port.passive().pending().takeNothing(), "one byte is missing");
      askNow(port, length);
      arrive(text.substring(text.length() - 1));
      assertEquals("0123456789", text(port.passive().pending().take()));
    }
  }

  @Test
  void aDemandForNowEndsWithThePeer() {
    TcpPort port = connected(PortOptions.defaults());
    askNow(port, 0);
    engine.endpoint().handler.onPeerClosed();
    assertFalse(port.passive().pending().takeNothing());
    assertNull(port.passive().pending().take(), "refused");
    askNow(port, 0);
    assertFalse(port.passive().pending().takeNothing());
    assertNull(port.passive().pending().take(), "refused");
  }

  /** The look for what was withdrawn says nothing of what is asked next, were it alike. */
  @Test
  void aDemandForNowIsNotTakenForTheOneBefore() {
    TcpPort port = connected(PortOptions.defaults());
    askNow(port, 0);
    engine.run();
    assertTrue(port.passive().pending().withdraw());
    // The loop has the first in hand, and finds out about it now.
    port.passive().pending().ask(0, true);
    engine.run();
    engine.run();
    assertFalse(port.passive().pending().isDecided(), "nobody has looked since it was asked");
    port.connection().ask(Connection.RECEIVE);
    engine.run();
    arrive("a");
    assertEquals("a", text(port.passive().pending().take()));
  }

  /** Runs the loop until a thread that receives from it has ended. */
  private static <T> T runWhile(FakeEngine engine, FutureTask<T> receiving) throws Exception {
    Thread receiver = Thread.ofPlatform().start(receiving);
    while (receiver.isAlive()) {
      engine.run();
    }
    return receiving.get();
  }

  @Test
  void aReceiveThatDoesNotWaitIsToldWhatTheLoopFinds() throws Exception {
    TcpPort port = connected(PortOptions.defaults());
    assertNull(
        runWhile(engine, new FutureTask<>(() -> port.read(0, Duration.ZERO))), "nothing is there");
    ask(port, 1);
    arrive("ab");
    assertEquals("a", text(port.passive().pending().take()));
    Data kept = runWhile(engine, new FutureTask<>(() -> port.read(1, Duration.ZERO)));
    assertEquals("b", text(Objects.requireNonNull(kept)));
    port.close();
    engine.run();
    assertThrows(
        ExecutionException.class,
        () -> runWhile(engine, new FutureTask<>(() -> port.read(1, Duration.ZERO))));
  }

  @Test
  void aReceiveThatDoesNotWaitIsInterruptedWhileTheLoopIsAway() throws Exception {
    TcpPort port = connected(PortOptions.defaults());
    FutureTask<@Nullable Data> receiving = new FutureTask<>(() -> port.read(1, Duration.ZERO));
    Thread receiver = Thread.ofPlatform().start(receiving);
    while (port.question() == PendingReceive.NONE) {
      Thread.onSpinWait();
    }
    receiver.interrupt();
    receiver.join();
    ExecutionException thrown = assertThrows(ExecutionException.class, receiving::get);
    assertInstanceOf(InterruptedException.class, thrown.getCause());
    engine.run();
    ask(port, 1);
    arrive("a");
    assertEquals("a", text(port.passive().pending().take()), "nothing is lost");
  }

  @Test
  void aReceiveThatDoesNotWaitEndsWithTheLoop() throws Exception {
    TcpPort port = connected(PortOptions.defaults());
    FutureTask<@Nullable Data> receiving = new FutureTask<>(() -> port.read(1, Duration.ZERO));
    Thread receiver = Thread.ofPlatform().start(receiving);
    while (port.question() == PendingReceive.NONE) {
      Thread.onSpinWait();
    }
    engine.loop.closeNow();
    receiver.join();
    ExecutionException thrown = assertThrows(ExecutionException.class, receiving::get);
    assertInstanceOf(ChannelClosedException.class, thrown.getCause());
  }

  @Test
  void passiveReceivesSurviveAnySplit() {
    long seed = System.nanoTime();
    System.out.println("passiveReceivesSurviveAnySplit: seed " + seed);
    Random random = new Random(seed);
    byte[] stream = new byte[5_000];
    random.nextBytes(stream);
    TcpPort port = connected(PortOptions.defaults());
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    int at = 0;
    while (received.size() < stream.length) {
      int length = Math.min(random.nextInt(40), stream.length - received.size());
      ask(port, length);
      while (!port.passive().pending().isDecided()) {
        if (random.nextInt(5) == 0 && port.passive().pending().withdraw()) {
          length = Math.min(random.nextInt(40), stream.length - received.size());
          ask(port, length);
          continue;
        }
        if (engine.endpoint().receiving && at < stream.length) {
          int to = Math.min(stream.length, at + 1 + random.nextInt(60));
          engine.endpoint().arrive(stream, at, to);
          at = to;
        }
      }
      Data data = port.passive().pending().take();
      assertTrue(length == 0 || data.length() == length, "seed " + seed);
      byte[] bytes = new byte[data.length()];
      data.bytes().get(bytes);
      data.release();
      received.writeBytes(bytes);
    }
    assertArrayEquals(stream, received.toByteArray(), "seed " + seed);
  }
}
