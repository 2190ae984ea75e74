package dev.ioserver.engine.channel;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.park.ModelParker;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Membership and ready list as they are used: a select over two channels, two threads send. */
class SelectLincheckTest {

  private static final int INVOCATIONS = Boolean.getBoolean("ioserver.stress") ? 100_000 : 40;

  private static Thread sender(QueueChannel<String> channel, String message) {
    Thread thread =
        new Thread(
            () -> {
              if (!channel.trySend(message)) {
                throw new AssertionError("no room");
              }
            });
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The turn of a source ends just when a message comes: it is in the list once. */
  @Test
  void settlingFindsWhatIsSentMeanwhile() {
    Lincheck.runConcurrentTest(
        5 * INVOCATIONS,
        () -> {
          QueueChannel<String> channel = QueueChannel.spsc(4);
          ReadyList ready = new ReadyList();
          SelectEntry member = new SelectEntry(channel, ready);
          channel.join(member);
          member.raise();
          ready.poll();
          Thread sender = sender(channel, "m");
          member.settle();
          join(sender);
          if (ready.poll() != member || ready.poll() != null) {
            throw new AssertionError("not in the list, or twice");
          }
        });
  }

  /** Nothing lost and nothing twice; a lost wake-up would be found as a thread that never ends. */
  @Test
  void receivesEverythingAndLosesNoWake() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          ModelParker.bind();
          QueueChannel<String> a = QueueChannel.spsc(4);
          QueueChannel<String> b = QueueChannel.mpsc(2);
          Select<Object> select = Select.ofAny(a, b);
          Thread first = sender(a, "a");
          Thread second = sender(b, "b");
          List<Object> received = new ArrayList<>();
          try {
            received.add(select.receive());
            received.add(select.receive());
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          join(first);
          join(second);
          if (!received.containsAll(List.of("a", "b")) || select.tryReceive() != null) {
            throw new AssertionError("received " + received);
          }
        });
  }

  @Test
  void aMoveToAnotherSelectLosesNothing() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          ModelParker.bind();
          QueueChannel<String> channel = QueueChannel.mpsc(2);
          Select<Object> before = Select.ofAny(channel);
          Thread sender = sender(channel, "m");
          Object early = before.tryReceive();
          Select<Object> after = Select.ofAny(channel);
          Object received;
          try {
            received = early != null ? early : after.receive();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          join(sender);
          if (!"m".equals(received) || before.tryReceive() != null || after.tryReceive() != null) {
            throw new AssertionError("received " + received);
          }
        });
  }

  @Test
  void aBlockedSenderHearsOfRoom() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          QueueChannel<String> channel = QueueChannel.mpsc(2);
          channel.trySend("1");
          channel.trySend("2");
          Thread blocked =
              new Thread(
                  () -> {
                    ModelParker.bind();
                    try {
                      channel.send("3");
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
          blocked.start();
          if (!"1".equals(channel.tryReceive())) {
            throw new AssertionError("not in order");
          }
          join(blocked);
          if (!"2".equals(channel.tryReceive()) || !"3".equals(channel.tryReceive())) {
            throw new AssertionError("lost or not in order");
          }
        });
  }
}
