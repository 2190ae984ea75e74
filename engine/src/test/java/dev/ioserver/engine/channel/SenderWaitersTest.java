package dev.ioserver.engine.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SenderWaitersTest {

  private static final int MESSAGES = Boolean.getBoolean("ioserver.stress") ? 5_000_000 : 60_000;

  private static Thread start(boolean virtual, Runnable body) {
    return virtual ? Thread.ofVirtual().start(body) : Thread.ofPlatform().start(body);
  }

  /**
   * Senders that block and senders that give up compete for two places; the receiver pauses now and
   * then, so that they really wait. Every message that was taken is received, in its sender's
   * order.
   */
  @Test
  void manySendersAndLittleRoom() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("manySendersAndLittleRoom: seed " + seed);
    int senders = 4;
    QueueChannel<long[]> channel = QueueChannel.mpsc(2);
    AtomicLong sent = new AtomicLong();
    AtomicInteger failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int me = s;
      Random random = new Random(seed + s);
      threads.add(
          start(
              s % 2 == 0,
              () -> {
                try {
                  for (int n = 0; n < MESSAGES / senders; n++) {
                    long[] message = {me, n};
                    if (random.nextInt(3) == 0) {
                      if (!channel.send(message, Duration.ofNanos(random.nextInt(200_000)))) {
                        continue;
                      }
                    } else {
                      channel.send(message);
                    }
                    sent.incrementAndGet();
                  }
                } catch (InterruptedException | RuntimeException e) {
                  failures.incrementAndGet();
                }
              }));
    }
    Thread closer =
        start(
            false,
            () -> {
              for (Thread thread : threads) {
                try {
                  thread.join();
                } catch (InterruptedException e) {
                  failures.incrementAndGet();
                }
              }
              channel.close();
            });
    Random random = new Random(seed - 1);
    long[] last = {-1, -1, -1, -1};
    long received = 0;
    try {
      while (true) {
        long[] message = channel.receive();
        int from = (int) message[0];
        assertTrue(message[1] > last[from], "out of order; seed " + seed);
        last[from] = message[1];
        received++;
        if (random.nextInt(2_000) == 0) {
          Thread.sleep(1);
        }
      }
    } catch (ChannelClosedException e) {
      // The end.
    }
    closer.join();
    assertEquals(0, failures.get(), "seed " + seed);
    assertEquals(sent.get(), received, "seed " + seed);
  }

  @Test
  void aBlockedSenderEndsWithTheChannel() throws InterruptedException {
    QueueChannel<String> channel = QueueChannel.mpsc(2);
    channel.trySend("1");
    channel.trySend("2");
    List<Throwable> ends = new ArrayList<>();
    Thread blocked =
        start(
            false,
            () -> ends.add(assertThrows(ChannelClosedException.class, () -> channel.send("3"))));
    while (blocked.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    channel.close();
    blocked.join();
    assertEquals(1, ends.size());
    assertEquals("1", channel.tryReceive());
    assertEquals("2", channel.tryReceive());
    assertThrows(ChannelClosedException.class, channel::tryReceive);
  }

  @Test
  void anInterruptedSenderHasSentNothing() throws InterruptedException {
    QueueChannel<String> channel = QueueChannel.mpsc(2);
    channel.trySend("1");
    channel.trySend("2");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> channel.send("3"));
    assertFalse(channel.send("3", Duration.ofMillis(1)), "no room in time");
    assertEquals(2, channel.size());
  }
}
