package dev.ioserver.examples.soak;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What everybody counts. Thread-safety: any thread counts and reads. */
final class Tally {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(60);
  private static final int DIGITS = 3;
  private static final int MOST_NOTES = 24;
  private static final int MOST_OF_A_KIND = 2;

  final LongAdder connections = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder timers = new LongAdder();
  final LongAdder timersCancelled = new LongAdder();
  final LongAdder handOvers = new LongAdder();

  final LongAdder bytesWrong = new LongAdder();
  final LongAdder bytesMissing = new LongAdder();
  final LongAdder wrongEnds = new LongAdder();
  final LongAdder neverEnded = new LongAdder();
  final LongAdder timersEarly = new LongAdder();
  final LongAdder timersMissing = new LongAdder();
  final LongAdder handOversWrong = new LongAdder();
  final LongAdder wakesLost = new LongAdder();
  final LongAdder threadsFailed = new LongAdder();

  /** Timers that are set and have neither expired nor been cancelled. */
  final AtomicInteger timersPending = new AtomicInteger();

  final AtomicInteger clientsOpen = new AtomicInteger();
  final AtomicInteger serversOpen = new AtomicInteger();
  final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /** Has all its keys from the start, and does not change. */
  private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);

  private final Recorder roundTrips = new Recorder(LONGEST_NANOS, DIGITS);
  private final Recorder timersLate = new Recorder(LONGEST_NANOS, DIGITS);

  private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();

  /** How many lines of a kind have been noted: those that differ in numbers alone. */
  private final Map<String, AtomicInteger> noted = new ConcurrentHashMap<>();

  Tally() {
    for (Ending ending : Ending.values()) {
      endings.put(ending, new LongAdder());
    }
  }

  /** A client has begun to connect. */
  void opened(Ending ending) {
    connections.increment();
    count(ending).increment();
    mostOpen.accumulateAndGet(clientsOpen.incrementAndGet(), Math::max);
  }

  /** How many connections have a plan that ends in this way. */
  long planned(Ending ending) {
    return count(ending).sum();
  }

  private LongAdder count(Ending ending) {
    return Objects.requireNonNull(endings.get(ending), "a key is missing");
  }

  int mostOpen() {
    return mostOpen.get();
  }

  void roundTrip(long nanos) {
    roundTrips.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void timerLate(long nanos) {
    timersLate.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  /** All round trips since the last call. */
  Histogram roundTrips() {
    return roundTrips.getIntervalHistogram();
  }

  /** All lateness of timers since the last call. */
  Histogram timersLate() {
    return timersLate.getIntervalHistogram();
  }

  /** Keeps the first of each kind of line that says what is wrong. */
  void note(String line) {
    String kind = line.replaceAll("\\d+", "");
    int before = noted.computeIfAbsent(kind, _ -> new AtomicInteger()).getAndIncrement();
    if (before < MOST_OF_A_KIND && notes.size() < MOST_NOTES) {
      notes.add(line);
    }
  }

  /** A thread has ended as it should not. */
  void failed(String thread, Throwable cause) {
    threadsFailed.increment();
    note(thread + " failed: " + cause);
  }

  SoakResult.Faults faults() {
    return new SoakResult.Faults(
        bytesWrong.sum(),
        bytesMissing.sum(),
        wrongEnds.sum(),
        neverEnded.sum(),
        timersEarly.sum(),
        timersMissing.sum(),
        handOversWrong.sum(),
        wakesLost.sum(),
        threadsFailed.sum());
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
