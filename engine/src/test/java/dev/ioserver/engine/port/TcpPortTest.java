package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.ChannelClosedException;
import dev.ioserver.engine.Closed;
import dev.ioserver.engine.Connected;
import dev.ioserver.engine.Data;
import dev.ioserver.engine.Failed;
import dev.ioserver.engine.Framing;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.Message;
import dev.ioserver.engine.Passive;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.Writable;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.loop.LoopMember;
import dev.ioserver.engine.loop.LoopTask;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port over an endpoint whose completions the test makes, step by step. */
@Timeout(60)
class TcpPortTest {

  private static final int ROUNDS = Boolean.getBoolean("ioserver.stress") ? 20_000 : 300;

  private final FakeEngine engine;

  TcpPortTest() throws SystemCallException {
    engine = new FakeEngine();
  }

  /** Whatever a test does: what was leased is given back once the port is closed. */
  @AfterEach
  void nothingIsLeftBehind() {
    engine.loop.closeNow();
    assertEquals(0, engine.loop.pool().outstanding(), "chunks");
    assertEquals(0, engine.loop.leaks().outstanding(), "messages");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private void arrive(String text) {
    byte[] bytes = ascii(text);
    engine.endpoint().arrive(bytes, 0, bytes.length);
  }

  private static String text(Data data) {
    byte[] bytes = new byte[data.length()];
    data.bytes().get(bytes);
    data.release();
    return new String(bytes, US_ASCII);
  }

  /** The messages that are there: data as text, others by their names. */
  private static List<String> taken(TcpPort port) {
    List<String> taken = new ArrayList<>();
    for (Message message = port.poll(); message != null; message = port.poll()) {
      taken.add(message instanceof Data data ? text(data) : message.getClass().getSimpleName());
    }
    return taken;
  }

  private TcpPort connected(PortOptions options) {
    TcpPort port = engine.port(options);
    assertInstanceOf(Connected.class, port.poll());
    return port;
  }

  @Test
  void creditIsUsedUpAndToldOnce() {
    TcpPort port = connected(PortOptions.defaults());
    assertFalse(engine.endpoint().receiving, "passive at first");
    port.active(2);
    engine.run();
    assertTrue(engine.endpoint().receiving);
    arrive("a");
    arrive("b");
    assertFalse(engine.endpoint().receiving);
    assertEquals(List.of("a", "b", "Passive"), taken(port));
    port.pause();
    engine.run();
    assertEquals(List.of(), taken(port), "it was passive already");
    port.active(3).pause();
    engine.run();
    assertEquals(List.of("Passive"), taken(port));
    port.activeUnlimited().active(1);
    engine.run();
    arrive("c");
    assertEquals(List.of("c", "Passive"), taken(port), "counting begins at 0 after unlimited");
  }

  @Test
  void whatIsOverIsKeptForNewCredit() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)));
    port.active(1);
    engine.run();
    arrive("\1a\2bb\0\1c");
    assertEquals(List.of("a", "Passive"), taken(port));
    assertFalse(engine.endpoint().receiving, "nothing is read while something is left");
    port.active(10);
    engine.run();
    assertEquals(List.of("bb", "", "c"), taken(port));
    assertTrue(engine.endpoint().receiving);
  }

  /** A counted credit that follows an unlimited one: the loop must hear of it. */
  @Test
  void aStalledPortGoesOnWhenItsCreditBecomesCounted() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(2));
    port.activeUnlimited();
    engine.run();
    arrive("a");
    arrive("b");
    assertFalse(engine.endpoint().receiving, "the inbox is full");
    port.active(5);
    assertEquals(List.of("a", "b"), taken(port));
    engine.run();
    assertTrue(engine.endpoint().receiving, "reading never went on");
  }

  @Test
  void anInboxOfOneStallsAndGoesOn() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(1));
    port.activeUnlimited();
    engine.run();
    for (String each : List.of("a", "b", "c")) {
      assertTrue(engine.endpoint().receiving);
      arrive(each);
      assertFalse(engine.endpoint().receiving);
      assertEquals(List.of(each), taken(port));
      engine.run();
    }
  }

  @Test
  void aStallThatFindsTheInboxEmptyIsNone() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(1));
    assertTrue(port.hasInboxRoom());
    port.put(new Passive(port));
    assertFalse(port.hasInboxRoom());
    assertInstanceOf(Passive.class, port.poll());
    assertTrue(port.hasInboxRoom());
  }

  /** Asks as the receiving thread would, without waiting. */
  private void ask(TcpPort port, int length) {
    port.demand().ask(length, false);
    port.core().ask(PortCore.RECEIVE);
    engine.run();
  }

  @Test
  void passiveReceivesTakeExactlyWhatTheyAskFor() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 3);
    arrive("ab");
    assertFalse(port.demand().isDecided());
    arrive("cdefgh");
    assertEquals("abc", text(port.demand().take()));
    ask(port, 1);
    assertEquals("d", text(port.demand().take()));
    ask(port, 0);
    assertEquals("efgh", text(port.demand().take()));
    assertFalse(engine.endpoint().receiving, "nobody wants more");
  }

  @Test
  void aDemandThatIsTakenBackLeavesItsBytesToTheNext() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abcdefg");
    assertTrue(port.demand().withdraw());
    ask(port, 5);
    assertEquals("abcde", text(port.demand().take()));
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
      assertTrue(port.demand().withdraw());
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
    assertTrue(port.demand().withdraw());
    port.put(new Passive(port));
    port.activeUnlimited();
    engine.endpoint().handler.onPeerClosed();
    engine.run();
    List<String> heard = new ArrayList<>(taken(port));
    engine.run();
    heard.addAll(taken(port));
    engine.run();
    heard.addAll(taken(port));
    assertEquals(List.of("Passive", "abc", "PeerClosed"), heard);
  }

  @Test
  void aDemandEndsWithThePeer() {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abc");
    engine.endpoint().handler.onPeerClosed();
    assertTrue(port.demand().isDecided());
    assertNull(port.demand().take(), "refused");
    ask(port, 3);
    assertEquals("abc", text(port.demand().take()));
    ask(port, 0);
    assertNull(port.demand().take(), "refused");
  }

  @Test
  void anInterruptLosesNoBytes() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> port.receive(3, 1_000_000_000));
    engine.run();
    ask(port, 3);
    arrive("abc");
    Thread.currentThread().interrupt();
    // Answered already: whoever withdraws finds it so.
    assertFalse(port.demand().withdraw());
    assertTrue(Thread.interrupted());
    assertEquals("abc", text(port.demand().take()));
  }

  /** Asks as a thread would that does not wait; the loop has heard of it and polled once. */
  private void askNow(TcpPort port, int length) {
    port.demand().ask(length, true);
    port.core().ask(PortCore.RECEIVE);
    engine.run();
  }

  /** Runs the loop, without anything to arrive, until a demand is decided. */
  private int turnsUntilDecided(TcpPort port) {
    int turns = 0;
    while (!port.demand().isDecided()) {
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
    assertEquals("a", text(port.demand().take()));
    askNow(port, 2);
    assertFalse(port.demand().takeNothing());
    assertEquals("bc", text(port.demand().take()));
    askNow(port, 0);
    assertEquals("d", text(port.demand().take()));
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
      assertFalse(port.demand().isDecided(), "what is found has not had its turn");
      arrive("ab");
      assertEquals("ab", text(port.demand().take()));
      assertFalse(engine.endpoint().receiving);
      engine.run();
      engine.run();
      assertFalse(port.demand().isDecided(), "the look was for what has been answered");
    }
  }

  @Test
  void aDemandForNowHearsThatNothingIsThere() {
    TcpPort port = connected(PortOptions.defaults());
    for (int i = 0; i < 3; i++) {
      askNow(port, i);
      turnsUntilDecided(port);
      assertFalse(port.demand().withdraw(), "it is decided");
      assertTrue(port.demand().takeNothing());
      assertFalse(engine.endpoint().receiving, "nobody wants bytes");
    }
    ask(port, 1);
    arrive("a");
    assertEquals("a", text(port.demand().take()));
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
        assertFalse(port.demand().isDecided(), "after " + i);
      }
      assertTrue(turnsUntilDecided(port) > 0);
      assertTrue(port.demand().takeNothing(), "one byte is missing");
      askNow(port, length);
      arrive(text.substring(text.length() - 1));
      assertEquals("0123456789", text(port.demand().take()));
    }
  }

  @Test
  void aDemandForNowEndsWithThePeer() {
    TcpPort port = connected(PortOptions.defaults());
    askNow(port, 0);
    engine.endpoint().handler.onPeerClosed();
    assertFalse(port.demand().takeNothing());
    assertNull(port.demand().take(), "refused");
    askNow(port, 0);
    assertFalse(port.demand().takeNothing());
    assertNull(port.demand().take(), "refused");
  }

  /** The look for what was withdrawn says nothing of what is asked next, were it alike. */
  @Test
  void aDemandForNowIsNotTakenForTheOneBefore() {
    TcpPort port = connected(PortOptions.defaults());
    askNow(port, 0);
    engine.run();
    assertTrue(port.demand().withdraw());
    // The loop has the first in hand, and finds out about it now.
    port.demand().ask(0, true);
    engine.run();
    engine.run();
    assertFalse(port.demand().isDecided(), "nobody has looked since it was asked");
    port.core().ask(PortCore.RECEIVE);
    engine.run();
    arrive("a");
    assertEquals("a", text(port.demand().take()));
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
    assertNull(runWhile(engine, new FutureTask<>(() -> port.receive(0, 0))), "nothing is there");
    ask(port, 1);
    arrive("ab");
    assertEquals("a", text(port.demand().take()));
    Data kept = runWhile(engine, new FutureTask<>(() -> port.receive(1, 0)));
    assertEquals("b", text(Objects.requireNonNull(kept)));
    port.close();
    engine.run();
    assertThrows(
        ExecutionException.class,
        () -> runWhile(engine, new FutureTask<>(() -> port.receive(1, 0))));
  }

  @Test
  void aReceiveThatDoesNotWaitIsInterruptedWhileTheLoopIsAway() throws Exception {
    TcpPort port = connected(PortOptions.defaults());
    FutureTask<@Nullable Data> receiving = new FutureTask<>(() -> port.receive(1, 0));
    Thread receiver = Thread.ofPlatform().start(receiving);
    while (port.demand().asked() == Demand.NONE) {
      Thread.onSpinWait();
    }
    receiver.interrupt();
    receiver.join();
    ExecutionException thrown = assertThrows(ExecutionException.class, receiving::get);
    assertInstanceOf(InterruptedException.class, thrown.getCause());
    engine.run();
    ask(port, 1);
    arrive("a");
    assertEquals("a", text(port.demand().take()), "nothing is lost");
  }

  @Test
  void aReceiveThatDoesNotWaitEndsWithTheLoop() throws Exception {
    TcpPort port = connected(PortOptions.defaults());
    FutureTask<@Nullable Data> receiving = new FutureTask<>(() -> port.receive(1, 0));
    Thread receiver = Thread.ofPlatform().start(receiving);
    while (port.demand().asked() == Demand.NONE) {
      Thread.onSpinWait();
    }
    engine.loop.closeNow();
    receiver.join();
    ExecutionException thrown = assertThrows(ExecutionException.class, receiving::get);
    assertInstanceOf(ChannelClosedException.class, thrown.getCause());
  }

  private static byte[] frames(List<byte[]> messages, int prefix, ByteOrder order) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      for (int i = 0; i < prefix; i++) {
        int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? prefix - 1 - i : i);
        stream.write(message.length >>> shift);
      }
      stream.writeBytes(message);
    }
    return stream.toByteArray();
  }

  @Test
  void framesSurviveAnySplitAndAnyCredit() {
    long seed = System.nanoTime();
    System.out.println("framesSurviveAnySplitAndAnyCredit: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int prefix = List.of(1, 2, 4).get(random.nextInt(3));
      ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      List<byte[]> messages = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        byte[] message = new byte[random.nextInt(random.nextBoolean() ? 4 : 200)];
        random.nextBytes(message);
        messages.add(message);
      }
      TcpPort port =
          connected(
              PortOptions.defaults().framing(Framing.lengthPrefix(prefix, 255).withOrder(order)));
      List<byte[]> received = new ArrayList<>();
      byte[] stream = frames(messages, prefix, order);
      int at = 0;
      while (received.size() < messages.size()) {
        if (random.nextInt(4) == 0) {
          port.active(1 + random.nextInt(3));
          engine.run();
        }
        if (engine.endpoint().receiving && at < stream.length) {
          int to = Math.min(stream.length, at + 1 + random.nextInt(60));
          engine.endpoint().arrive(stream, at, to);
          at = to;
        }
        for (Message message = port.poll(); message != null; message = port.poll()) {
          if (message instanceof Data data) {
            byte[] bytes = new byte[data.length()];
            data.bytes().get(bytes);
            data.release();
            received.add(bytes);
          } else {
            assertInstanceOf(Passive.class, message);
          }
        }
      }
      for (int i = 0; i < messages.size(); i++) {
        assertArrayEquals(messages.get(i), received.get(i), "seed " + seed);
      }
      port.abort();
      engine.run();
    }
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
      while (!port.demand().isDecided()) {
        if (random.nextInt(5) == 0 && port.demand().withdraw()) {
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
      Data data = port.demand().take();
      assertTrue(length == 0 || data.length() == length, "seed " + seed);
      byte[] bytes = new byte[data.length()];
      data.bytes().get(bytes);
      data.release();
      received.writeBytes(bytes);
    }
    assertArrayEquals(stream, received.toByteArray(), "seed " + seed);
  }

  @Test
  void aFrameThatIsTooLongEndsThePort() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(2, 10)));
    port.active(5);
    engine.run();
    arrive("\0\2ok\0\13eleven byte");
    assertEquals("ok", text((Data) port.poll()));
    assertInstanceOf(Failed.class, port.poll());
    assertInstanceOf(Closed.class, port.poll());
    assertThrows(ChannelClosedException.class, port::tryReceive);
  }

  @Test
  void closeIsAskedForByTwoAtOnce() {
    TcpPort port = connected(PortOptions.defaults());
    port.trySend(ByteBuffer.wrap(ascii("unsent")));
    port.core().ask(PortCore.CLOSE);
    engine.run();
    port.core().ask(PortCore.CLOSE);
    engine.run();
    assertEquals(1, engine.endpoint().orderlyCloses);
    engine.endpoint().write();
    engine.endpoint().close(false);
    assertEquals(List.of("Closed"), taken(port));
    assertEquals("unsent", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void whoWasRefusedHearsOfRoomOnce() {
    TcpPort port = connected(PortOptions.defaults().watermarks(4, 8));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("12345678"))));
    assertFalse(port.trySend(ByteBuffer.wrap(ascii("9"))));
    port.flush();
    engine.endpoint().write();
    assertInstanceOf(Writable.class, port.poll());
    assertNull(port.poll());
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("9"))));
    port.flush();
    engine.endpoint().write();
    assertNull(port.poll(), "nobody was refused");
    assertEquals("123456789", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void messagesOfOtherThreadsAreWrittenWholeAndInOrder() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  port.trySend(ByteBuffer.wrap(ascii("first")));
                  port.shutdownOutput();
                });
    other.join();
    engine.run();
    engine.endpoint().write();
    assertEquals("first", engine.endpoint().written.toString(US_ASCII));
    assertThrows(ChannelClosedException.class, () -> port.trySend(ByteBuffer.wrap(large)));
  }

  /** The owner may know of a port of another thread before its loop has heard of it. */
  @Test
  void whatTheOwnerSendsBeforeItsLoopHasBegunThePortIsWritten() throws InterruptedException {
    TcpPort port = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    Thread.ofPlatform().start(port::startConnect).join();
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("a"))));
    port.flush();
    assertTrue(port.trySend(new ByteBuffer[] {ByteBuffer.wrap(ascii("b"))}, 0, 1));
    assertTrue(port.trySend(MemorySegment.ofArray(ascii("c"))));
    port.flush();
    engine.run();
    engine.endpoint().handler.onConnected();
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("d"))));
    engine.run();
    engine.endpoint().write();
    assertEquals("abcd", engine.endpoint().written.toString(US_ASCII));
    assertEquals(0, port.pendingBytes());
  }

  /** The arena is closed, for example: nothing was taken, and what follows is not torn. */
  @Test
  void whatCannotBeReadIsRefusedWhole() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)));
    MemorySegment dead;
    try (Arena arena = Arena.ofShared()) {
      dead = arena.allocate(3);
    }
    ByteBuffer buffer = dead.asByteBuffer();
    ByteBuffer alive = ByteBuffer.wrap(ascii("x"));
    Runnable sends =
        () -> {
          assertThrows(IllegalStateException.class, () -> port.trySend(dead));
          assertThrows(IllegalStateException.class, () -> port.trySend(buffer));
          assertThrows(
              IllegalStateException.class,
              () -> port.trySend(new ByteBuffer[] {alive, buffer}, 0, 2));
        };
    sends.run();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread other = Thread.ofPlatform().unstarted(sends);
    other.setUncaughtExceptionHandler((_, e) -> failed.set(e));
    other.start();
    other.join();
    assertNull(failed.get());
    assertEquals(0, port.pendingBytes());
    assertEquals(1, alive.remaining());
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("a"))));
    engine.run();
    engine.endpoint().write();
    assertEquals("\1a", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void whatIsHeldWhenThePortEndsIsGivenBack() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abc");
    assertTrue(port.demand().withdraw());
    engine.run();
    Thread other =
        Thread.ofPlatform().start(() -> port.trySend(ByteBuffer.wrap(new byte[100_000])));
    other.join();
    port.trySend(ByteBuffer.wrap(new byte[10]));
    engine.endpoint().close(true);
    assertInstanceOf(Closed.class, port.poll());
    assertTrue(port.isDone());
  }

  /** Descriptors run out, accepting rests, and is paused when the rest is over. */
  @Test
  void aListenerThatRestedWithoutCreditAcceptsAgain() throws Exception {
    TcpListener listener =
        new TcpListener(engine.loop, ListenOptions.defaults(), () -> engine.loop, _ -> {});
    listener.open(FakeEngine.ADDRESS);
    var endpoint = engine.endpoint();
    assertTrue(endpoint.receiving);
    endpoint.receiving = false;
    endpoint.handler.onAcceptFailed(
        new SystemCallException(
            "accept", "", 24, "EMFILE", "", SystemCallException.Kind.TOO_MANY_DESCRIPTORS));
    assertInstanceOf(Failed.class, listener.poll());
    listener.active(0);
    engine.run();
    assertFalse(endpoint.receiving, "it rests");
    Thread.sleep(50);
    engine.run();
    assertFalse(endpoint.receiving, "there is no credit");
    listener.active(1);
    engine.run();
    assertTrue(endpoint.receiving, "it never accepts again");
  }

  /** The thread that runs the loop gets the error; the thread that waits hears of it as well. */
  @Test
  void aCallThatEndsInAnErrorKeepsNobodyWaiting() throws InterruptedException {
    AtomicReference<Throwable> heard = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    LoopCall.call(
                        engine.loop,
                        () -> {
                          throw new StackOverflowError("on purpose");
                        },
                        _ -> {});
                  } catch (Throwable e) {
                    heard.set(e);
                  }
                });
    Throwable thrown = null;
    while (caller.isAlive() && thrown == null) {
      try {
        engine.run();
      } catch (StackOverflowError e) {
        thrown = e;
      }
    }
    caller.join(10_000);
    assertFalse(caller.isAlive(), "it waits for ever");
    assertInstanceOf(IllegalStateException.class, heard.get());
    assertSame(thrown, heard.get().getCause());
  }

  /** What made a loop fail may come again when it ends what lives in it. */
  @Test
  void anErrorWhileTheLoopEndsLeavesNobodyBehind() {
    LoopMember bad =
        new LoopMember() {
          @Override
          public void closeWithServer() {
            // It has nothing to close.
          }

          @Override
          public void endNow(Throwable cause) {
            throw new LinkageError("on purpose");
          }
        };
    engine.loop.add(bad);
    TcpPort port = connected(PortOptions.defaults());
    LoopTask failing =
        new LoopTask() {
          @Override
          public void run() {
            throw new StackOverflowError("on purpose");
          }

          @Override
          public void abandon() {
            throw new AssertionError("it was not run");
          }
        };
    engine.loop.execute(failing);
    engine.loop.runUntilClosed();
    assertTrue(engine.loop.isTerminated());
    assertInstanceOf(Failed.class, port.poll());
    assertInstanceOf(Closed.class, port.poll());
    Throwable failure = Objects.requireNonNull(engine.loop.failure());
    assertEquals("on purpose", failure.getSuppressed()[0].getMessage());
  }

  @Test
  void whatComesToALoopThatHasEndedEnds() throws InterruptedException {
    engine.loop.closeNow();
    TcpPort late = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    Thread.ofPlatform().start(late::startConnect).join();
    assertInstanceOf(Closed.class, late.poll());
    TcpPort adopted = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    Thread.ofPlatform().start(() -> adopted.startAccepted(77)).join();
    assertInstanceOf(Closed.class, adopted.poll());
    assertEquals(List.of(77L), List.copyOf(engine.discarded));
    LoopTimer timer = new LoopTimer(engine.loop, 1, 0);
    assertInstanceOf(Closed.class, timer.poll());
  }

  /** Nothing is asked of a transport that is closed, by the thread that owned the loop neither. */
  @Test
  void whatTheOwnerAsksOfALoopThatHasEndedEnds() {
    engine.loop.closeNow();
    TcpPort late = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    late.startConnect();
    assertInstanceOf(Closed.class, late.poll());
    TcpPort adopted = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    adopted.startAccepted(78);
    assertInstanceOf(Closed.class, adopted.poll());
    assertEquals(List.of(78L), List.copyOf(engine.discarded));
    AtomicInteger ran = new AtomicInteger();
    assertThrows(
        IllegalStateException.class,
        () -> LoopCall.call(engine.loop, ran::incrementAndGet, _ -> {}));
    assertEquals(0, ran.get());
  }

  @Test
  void requestsOfManyThreadsAreAllSeen() throws InterruptedException {
    int threads = 4;
    int rounds = ROUNDS * 20;
    int[] seen = new int[threads];
    int[] turns = new int[1];
    Requests requests =
        new Requests(engine.loop) {
          @Override
          void onRequests(int bits) {
            turns[0]++;
            for (int i = 0; i < threads; i++) {
              seen[i] += bits >> i & 1;
            }
          }

          @Override
          void onLoopEnded(int bits) {
            throw new AssertionError("it has not ended");
          }
        };
    List<Thread> asking = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < threads; i++) {
      int me = i;
      asking.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < rounds; n++) {
                      requests.ask(1 << me);
                    }
                    asked.incrementAndGet();
                  }));
    }
    while (asked.get() < threads) {
      engine.run();
    }
    engine.run();
    for (Thread thread : asking) {
      thread.join();
    }
    engine.run();
    for (int i = 0; i < threads; i++) {
      assertTrue(seen[i] >= 1 && seen[i] <= rounds, "bit " + i + " seen " + seen[i]);
    }
    int before = turns[0];
    engine.run();
    assertEquals(before, turns[0], "nobody asked");
    requests.ask(5);
    requests.ask(2);
    engine.run();
    assertEquals(before + 1, turns[0], "bits are collected");
  }
}
