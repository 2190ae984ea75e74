package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.loop.LoopTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is asked of a loop, also of one that fails or has ended. */
class LoopRequestsTest extends PortFixture {

  LoopRequestsTest() throws SystemCallException {}

  /** The thread that waits gets the error; the loop and what else lives there go on. */
  @Test
  void aCallThatEndsInAnErrorIsItsCallersAndKeepsNobodyWaiting() throws InterruptedException {
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
    while (caller.isAlive()) {
      engine.run();
    }
    caller.join();
    assertInstanceOf(StackOverflowError.class, heard.get(), "it is the caller's");
    assertNull(engine.loop.failure(), "and not the loop's");
  }

  /** What made a loop fail may come again when it ends what lives in it. */
  @Test
  void anErrorWhileTheLoopEndsLeavesNobodyBehind() {
    LoopResource bad =
        new LoopResource() {
          @Override
          public void closeWithServer() {
            // It has nothing to close.
          }

          @Override
          public void endNow(Throwable cause) {
            throw new LinkageError("on purpose");
          }
        };
    engine.loop.residents().add(bad);
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
    LoopRequests requests =
        new LoopRequests(engine.loop) {
          @Override
          void onRequests(int bits) {
            turns[0]++;
            for (int i = 0; i < threads; i++) {
              seen[i] += bits >> i & 1;
            }
          }

          @Override
          public void onThrown(Throwable cause) {
            throw new AssertionError(cause);
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
