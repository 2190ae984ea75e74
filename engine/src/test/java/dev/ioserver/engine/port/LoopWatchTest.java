package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.SystemCallException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a watch makes of what its transport says, step by step. */
class LoopWatchTest extends PortFixture {

  /** Messages that a select takes from a source before the next one has its turn. */
  private static final int TURN = 16;

  private final AtomicInteger released = new AtomicInteger();

  LoopWatchTest() throws SystemCallException {}

  @Test
  void aLevelWatchIsRearmedWhenItsReceiverComesBack() {
    LoopWatch watch = open(Interest.READ);
    assertNull(watch.tryReceive());
    engine.watcher().handler.onReady(Interest.READ);
    assertEquals(new Ready(watch, Interest.READ), watch.tryReceive());
    engine.run();
    assertEquals(0, engine.watcher().rearmed, "its receiver may still be reading");
    assertNull(watch.tryReceive());
    engine.run();
    assertEquals(1, engine.watcher().rearmed);
    assertNull(watch.tryReceive());
    engine.run();
    assertEquals(1, engine.watcher().rearmed, "once for each Ready");
  }

  /** Whoever takes the watch over, by moving it into a select, has come back for it. */
  @Test
  void aMoveIntoASelectRearmsToo() {
    LoopWatch watch = open(Interest.READ);
    engine.watcher().handler.onReady(Interest.READ);
    assertInstanceOf(Ready.class, watch.tryReceive());
    try (Select<Message> select = Select.of(watch)) {
      assertNull(select.tryReceive());
      engine.run();
      assertEquals(1, engine.watcher().rearmed);
      engine.watcher().handler.onReady(Interest.READ);
      assertInstanceOf(Ready.class, select.tryReceive());
    }
  }

  /** A select gives a source a bounded turn: the last Ready of one is answered as well. */
  @Test
  void aTurnThatEndsWithAReadyLeavesItNotUnanswered() {
    LoopWatch watch = open(Interest.READ);
    try (Select<Message> select = Select.of(watch)) {
      for (int i = 0; i < TURN; i++) {
        engine.watcher().handler.onReady(Interest.READ);
        assertInstanceOf(Ready.class, select.tryReceive());
      }
      engine.run();
      int before = engine.watcher().rearmed;
      assertNull(select.tryReceive());
      engine.run();
      assertEquals(before + 1, engine.watcher().rearmed);
    }
  }

  @Test
  void edgesThatComeWhileOneWaitsAreOneMessage() {
    LoopWatch watch = open(Interest.READ | Interest.WRITE | Interest.EDGE);
    assertTrue(watch.isEdgeTriggered());
    assertEquals(Interest.READ | Interest.WRITE, watch.interest());
    assertEquals(Interest.READ | Interest.WRITE | Interest.EDGE, engine.watcher().interest);
    engine.watcher().handler.onReady(Interest.WRITE);
    engine.watcher().handler.onReady(Interest.READ);
    engine.watcher().handler.onReady(Interest.READ | Interest.PEER_CLOSED);
    Ready ready = assertInstanceOf(Ready.class, watch.tryReceive());
    assertEquals(Interest.READ | Interest.WRITE | Interest.PEER_CLOSED, ready.readiness());
    assertNull(watch.tryReceive());
    engine.run();
    assertEquals(0, engine.watcher().rearmed, "edges need none");
    engine.watcher().handler.onReady(Interest.READ);
    assertEquals(new Ready(watch, Interest.READ), watch.tryReceive());
  }

  @Test
  void theSameReadinessIsTheSameMessage() {
    LoopWatch watch = open(Interest.READ);
    engine.watcher().handler.onReady(Interest.READ);
    Message first = watch.tryReceive();
    engine.watcher().handler.onReady(Interest.READ);
    assertSame(first, watch.tryReceive(), "nothing is made for each event");
  }

  @Test
  void whatIsNotWantedAnyMoreIsNotReceivedAndIsAskedForAgain() {
    LoopWatch watch = open(Interest.READ);
    engine.watcher().handler.onReady(Interest.READ);
    watch.interest(Interest.NONE);
    assertNull(watch.tryReceive());
    engine.run();
    assertEquals(Interest.NONE, engine.watcher().interest);
    assertEquals(1, engine.watcher().rearmed, "or a later interest would be told of nothing");
    watch.interest(Interest.WRITE);
    engine.run();
    assertEquals(Interest.WRITE, engine.watcher().interest);
    engine.watcher().handler.onReady(Interest.READ | Interest.WRITE | Interest.ERROR);
    assertInstanceOf(Ready.class, watch.tryReceive());
  }

  @Test
  void anEdgeIsReceivedWhateverIsWantedByThen() {
    LoopWatch watch = open(Interest.READ | Interest.EDGE);
    engine.watcher().handler.onReady(Interest.READ);
    watch.interest(Interest.NONE);
    assertInstanceOf(Ready.class, watch.tryReceive());
  }

  @Test
  void afterItsCloseNothingComesButTheEnd() {
    LoopWatch watch = open(Interest.READ);
    engine.watcher().handler.onReady(Interest.READ);
    watch.close();
    assertTrue(engine.watcher().closed, "the owner's close is done at once");
    assertEquals(1, released.get());
    watch.close();
    assertEquals(new Closed(watch), watch.tryReceive());
    assertTrue(watch.isDone());
    assertThrows(ChannelClosedException.class, watch::tryReceive);
    watch.interest(Interest.WRITE);
    engine.run();
    assertEquals(1, released.get());
  }

  @Test
  void closedBeforeItWasOpenedItIsNeverWatched() {
    LoopWatch watch = made(Interest.READ).open();
    watch.close();
    engine.run();
    assertThrows(NullPointerException.class, engine::watcher);
    assertEquals(new Closed(watch), watch.tryReceive());
    assertEquals(1, released.get());
  }

  @Test
  void whatTheSystemRefusesComesBeforeTheEnd() {
    LoopWatch watch = open(Interest.READ);
    SystemCallException cause =
        new SystemCallException(
            "epoll_ctl", "descriptor 7", 1, "EPERM", "no", SystemCallException.Kind.OTHER);
    engine.watcher().handler.onReady(Interest.READ);
    engine.watcher().handler.onFailed(cause);
    engine.watcher().handler.onClosed();
    assertInstanceOf(Ready.class, watch.tryReceive());
    assertEquals(new Failed(watch, cause), watch.tryReceive());
    assertFalse(watch.isDone());
    assertEquals(new Closed(watch), watch.tryReceive());
    ChannelClosedException late = assertThrows(ChannelClosedException.class, watch::tryReceive);
    assertSame(cause, late.getCause());
  }

  @Test
  void aLoopThatFailsSaysSoAndOneThatClosesDoesNot() throws Exception {
    LoopWatch watch = open(Interest.READ);
    engine.onNextPoll(
        () -> {
          throw new IllegalArgumentException("on purpose");
        });
    assertThrows(IllegalArgumentException.class, engine::run);
    Failed failed = assertInstanceOf(Failed.class, watch.tryReceive());
    assertSame(engine.loop.failure(), failed.cause().getCause());
    assertEquals(new Closed(watch), watch.tryReceive());
    assertEquals(1, released.get());

    FakeEngine second = new FakeEngine();
    LoopWatch other = new LoopWatch(second.loop, 7, "7", false, Interest.READ, () -> {}).open();
    second.run();
    second.loop.closeNow();
    assertEquals(new Closed(other), other.tryReceive());
  }

  @Test
  void interestWithOtherBitsIsRefused() {
    LoopWatch watch = open(Interest.READ);
    for (int bad : new int[] {Interest.EDGE, Interest.ERROR, -1, 1 << 20}) {
      assertThrows(IllegalArgumentException.class, () -> watch.interest(bad));
    }
    assertEquals(Interest.READ, watch.interest());
  }

  private LoopWatch made(int interest) {
    return new LoopWatch(
        engine.loop, 7, "descriptor 7", false, interest, released::incrementAndGet);
  }

  private LoopWatch open(int interest) {
    LoopWatch watch = made(interest).open();
    engine.run();
    return watch;
  }
}
