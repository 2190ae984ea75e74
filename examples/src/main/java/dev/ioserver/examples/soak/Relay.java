package dev.ioserver.examples.soak;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.LoopCounters;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Two threads: one sends bursts of numbered messages, and waits after each one until the other has
 * answered its last message. Nothing else wakes them, and no wait has a time-out: a wake that is
 * lost leaves both waiting, which {@link #look} sees.
 */
final class Relay {

  /** Messages are told apart by their number modulo this. */
  private static final int RING = 4096;

  private static final int CAPACITY = 1024;
  private static final int LARGEST = 8192;
  private static final int SMALLEST = 4;
  private static final int LARGE_ONE_IN = 16;
  private static final int WAKE_ONE_IN = 4;
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(30);

  /** A message: which one of the ring, and whether it is a burst's last. */
  record Item(int number, boolean last) implements AppMessage {}

  private static final Item[] INNER = ring(false);
  private static final Item[] LAST = ring(true);

  private final Place place;
  private final RandomGenerator random;
  private final long perSecond;
  private final Tally tally;
  private final Channel<Item> there;
  private final Channel<Item> back = Channels.spsc(CAPACITY);
  private final RelayReceiver receiver;
  private final Thread[] threads;

  private volatile boolean stopped;

  /** Of the thread that looks and stops. */
  private boolean stuck;

  /** When the burst in hand began, or 0 between two. The sender writes, any thread reads. */
  private volatile long burstBeganNanos;

  /** Made by {@link #start}. */
  private Relay(Place place, SoakConfig config, long perSecond, Tally tally) {
    this.place = place;
    this.perSecond = perSecond;
    this.tally = tally;
    random = new SplittableRandom(config.seed() + place.name().hashCode());
    there = place.isManyToOne() ? Channels.mpsc(CAPACITY) : Channels.spsc(CAPACITY);
    receiver = new RelayReceiver(place, config, there, back, tally);
    threads =
        new Thread[] {
          place.thread("soak-receiver-" + place, receiver),
          place.thread("soak-sender-" + place, this::send)
        };
  }

  /**
   * Starts both threads.
   *
   * @param perSecond messages a second
   */
  static Relay start(Place place, SoakConfig config, long perSecond, Tally tally) {
    Relay relay = new Relay(place, config, perSecond, tally);
    for (Thread thread : relay.threads) {
      thread.start();
    }
    return relay;
  }

  /** Counts a wake as lost if a burst has not been answered for so long that it never will be. */
  void look(long nowNanos) {
    long began = burstBeganNanos;
    if (!stuck && began != 0 && nowNanos - began > STUCK_NANOS) {
      stuck = true;
      lost();
    }
  }

  /** What the receiver's loop has counted; nothing where there is none. */
  List<LoopCounters> counters() {
    return receiver.counters();
  }

  /** Ends both threads, and counts a wake as lost if they do not. */
  void stop() throws InterruptedException {
    stopped = true;
    boolean ended = true;
    for (Thread thread : threads) {
      thread.join(JOIN_MILLIS);
      ended &= !thread.isAlive();
    }
    if (!ended) {
      if (!stuck) {
        lost();
      }
      for (Thread thread : threads) {
        thread.interrupt();
      }
    }
  }

  private void lost() {
    tally.wakesLost.increment();
    tally.note(
        "from thread to thread, %s: %d messages wait, %d answers; a thread sleeps all the same"
            .formatted(place, there.size(), back.size()));
  }

  private void send() {
    try {
      IoServer loop = receiver.loop();
      long began = System.nanoTime();
      long sent = 0;
      while (!stopped) {
        long now = System.nanoTime();
        burstBeganNanos = now;
        if (loop != null && random.nextInt(WAKE_ONE_IN) == 0) {
          wake(loop);
        } else {
          sent = burst(sent);
        }
        burstBeganNanos = 0;
        pause(began + (long) (sent * 1e9 / perSecond));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      tally.failed("a sender, " + place + ",", e);
    } finally {
      there.close();
    }
  }

  private long burst(long sent) throws InterruptedException {
    int size = 1 + random.nextInt(random.nextInt(LARGE_ONE_IN) == 0 ? LARGEST : SMALLEST);
    long began = System.nanoTime();
    for (int i = 0; i < size; i++) {
      Item[] ring = i == size - 1 ? LAST : INNER;
      there.send(ring[(int) ((sent + i) % RING)]);
    }
    answered();
    if (size <= SMALLEST) {
      tally.roundTrip(System.nanoTime() - began);
    }
    tally.handOvers.add(size + 1L);
    return sent + size;
  }

  /** Ends the wait of the other thread by a call, several times at once. */
  private void wake(IoServer loop) throws InterruptedException {
    receiver.asks();
    for (int i = random.nextInt(SMALLEST); i >= 0; i--) {
      loop.wakeup();
    }
    answered();
    tally.handOvers.increment();
  }

  private void answered() throws InterruptedException {
    Item answer = back.receive();
    if (!answer.last()) {
      tally.handOversWrong.increment();
    }
  }

  private static void pause(long untilNanos) {
    long wait = untilNanos - System.nanoTime();
    if (wait > SHORTEST_PAUSE_NANOS) {
      LockSupport.parkNanos(wait);
    }
  }

  private static Item[] ring(boolean last) {
    Item[] ring = new Item[RING];
    for (int i = 0; i < RING; i++) {
      ring[i] = new Item(i, last);
    }
    return ring;
  }

  /** Whether a message is number so many. */
  static boolean isNumber(@Nullable Item item, long number) {
    return item != null && item.number() == (int) (number % RING);
  }

  /** The answer to a burst. */
  static Item answer() {
    return LAST[0];
  }
}
