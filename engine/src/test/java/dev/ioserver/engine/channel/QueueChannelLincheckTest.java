package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.ChannelClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Channels against a plain queue, and closing against several senders: a send that returned true is
 * received. One that met the close ends with an exception, and may be received or not, which no
 * sequential specification can say; it is checked by hand.
 */
class QueueChannelLincheckTest {

  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");
  private static final int INVOCATIONS = STRESS ? 100_000 : 50;

  /** Sending and closing by one thread, receiving by another: linearizable to the letter. */
  public abstract static class Base {

    private final QueueChannel<Integer> channel;

    Base(QueueChannel<Integer> channel) {
      this.channel = channel;
    }

    @Operation(nonParallelGroup = "sender")
    public String send(int value) {
      try {
        return String.valueOf(channel.trySend(value));
      } catch (ChannelClosedException e) {
        return "closed";
      }
    }

    @Operation(nonParallelGroup = "sender")
    public void close() {
      channel.close();
    }

    @Operation(nonParallelGroup = "receiver")
    public String receive() {
      try {
        return String.valueOf(channel.tryReceive());
      } catch (ChannelClosedException e) {
        return "closed";
      }
    }
  }

  public static final class Mpsc extends Base {
    public Mpsc() {
      super(QueueChannel.mpsc(4));
    }
  }

  public static final class MpscUnbounded extends Base {
    public MpscUnbounded() {
      super(QueueChannel.mpscUnbounded());
    }
  }

  public static final class Spsc extends Base {
    public Spsc() {
      super(QueueChannel.spsc(4));
    }
  }

  public static class Bounded {

    private final int capacity;
    private final List<Integer> queue = new ArrayList<>();
    private boolean closed;

    public Bounded() {
      this(4);
    }

    Bounded(int capacity) {
      this.capacity = capacity;
    }

    public String send(int value) {
      if (closed) {
        return "closed";
      }
      return String.valueOf(queue.size() < capacity && queue.add(value));
    }

    public void close() {
      closed = true;
    }

    public String receive() {
      if (queue.isEmpty()) {
        return closed ? "closed" : "null";
      }
      return String.valueOf(queue.removeFirst());
    }
  }

  public static final class Unbounded extends Bounded {
    public Unbounded() {
      super(Integer.MAX_VALUE);
    }
  }

  private static void check(Class<?> channel, Class<?> specification) {
    new ModelCheckingOptions()
        .iterations(STRESS ? 100 : 3)
        .invocationsPerIteration(STRESS ? 10_000 : 50)
        .threads(2)
        .actorsPerThread(3)
        .sequentialSpecification(specification)
        .check(channel);
    new StressOptions()
        .iterations(STRESS ? 100 : 3)
        .invocationsPerIteration(STRESS ? 10_000 : 50)
        .threads(2)
        .actorsPerThread(3)
        .sequentialSpecification(specification)
        .check(channel);
  }

  @Test
  void mpsc() {
    check(Mpsc.class, Bounded.class);
  }

  @Test
  void mpscUnbounded() {
    check(MpscUnbounded.class, Unbounded.class);
  }

  @Test
  void spsc() {
    check(Spsc.class, Bounded.class);
  }

  /** A send: 1 if it was taken, 0 if there was no room, -1 if it met the end. */
  private static int send(QueueChannel<String> channel, String message) {
    try {
      return channel.trySend(message) ? 1 : 0;
    } catch (ChannelClosedException e) {
      return -1;
    }
  }

  private static void closeAgainst(Supplier<QueueChannel<String>> kind, int senders) {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          QueueChannel<String> channel = kind.get();
          int[] sent = new int[senders];
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < senders; i++) {
            int me = i;
            threads.add(new Thread(() -> sent[me] = send(channel, "m" + me)));
          }
          threads.add(new Thread(channel::close));
          threads.forEach(Thread::start);
          List<String> received = new ArrayList<>();
          channel.drain(received::add, 1);
          boolean doneEarly = channel.isDone();
          int early = received.size();
          for (Thread thread : threads) {
            try {
              thread.join();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
          channel.drain(received::add, 2);
          if (doneEarly && received.size() > early) {
            throw new AssertionError("it was done, and yet received " + received);
          }
          for (int i = 0; i < senders; i++) {
            if (sent[i] == 1 && !received.contains("m" + i)) {
              throw new AssertionError("m" + i + " was sent and is lost: " + received);
            }
          }
          if (!channel.isDone() || channel.poll() != null) {
            throw new AssertionError("something comes after the end");
          }
        });
  }

  @Test
  void aMessageThatWasSentBeforeTheCloseIsReceivedMpsc() {
    closeAgainst(() -> QueueChannel.mpsc(2), 2);
  }

  @Test
  void aMessageThatWasSentBeforeTheCloseIsReceivedUnbounded() {
    closeAgainst(QueueChannel::mpscUnbounded, 2);
  }

  @Test
  void aMessageThatWasSentBeforeTheCloseIsReceivedSpsc() {
    closeAgainst(() -> QueueChannel.spsc(4), 1);
  }
}
