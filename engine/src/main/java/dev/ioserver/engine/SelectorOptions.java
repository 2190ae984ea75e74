package dev.ioserver.engine;

import dev.ioserver.engine.api.IdleStrategy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a raw selector is built. Immutable; each method with a parameter gives a changed copy.
 *
 * <p>Thread-safety: immutable.
 */
public final class SelectorOptions {

  private static final SelectorOptions DEFAULTS =
      new SelectorOptions(null, 65_536, 256, IdleStrategy.park(), Duration.ZERO, true);

  private static final int MOST_REGISTRATIONS = 1 << 24;
  private static final int MOST_EVENTS = 65_536;
  private static final Duration LONGEST_BUSY_POLL = Duration.ofSeconds(1);

  private final @Nullable String engine;
  private final int maxRegistrations;
  private final int maxEvents;
  private final IdleStrategy idle;
  private final Duration busyPoll;
  private final boolean processBarrier;

  private SelectorOptions(
      @Nullable String engine,
      int maxRegistrations,
      int maxEvents,
      IdleStrategy idle,
      Duration busyPoll,
      boolean processBarrier) {
    this.engine = engine;
    this.maxRegistrations = maxRegistrations;
    this.maxEvents = maxEvents;
    this.idle = idle;
    this.busyPoll = busyPoll;
    this.processBarrier = processBarrier;
  }

  /** The defaults named at each part. */
  public static SelectorOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The engine's name, or null (default) for the one that {@code -Dioserver.engine} names, and
   * without that the best available.
   */
  public @Nullable String engine() {
    return engine;
  }

  /** A copy with another engine; null takes the best. */
  public SelectorOptions engine(@Nullable String name) {
    return new SelectorOptions(name, maxRegistrations, maxEvents, idle, busyPoll, processBarrier);
  }

  /** The most descriptors that can be registered at a time; 65,536 by default. */
  public int maxRegistrations() {
    return maxRegistrations;
  }

  /**
   * A copy with another bound on registrations.
   *
   * @param most 1 to 16,777,216
   */
  public SelectorOptions maxRegistrations(int most) {
    require("maxRegistrations", most, MOST_REGISTRATIONS);
    return new SelectorOptions(engine, most, maxEvents, idle, busyPoll, processBarrier);
  }

  /** The most events that one select takes from the kernel; 256 by default. */
  public int maxEvents() {
    return maxEvents;
  }

  /**
   * A copy with another bound on the events of one select.
   *
   * @param most 1 to 65,536
   */
  public SelectorOptions maxEvents(int most) {
    require("maxEvents", most, MOST_EVENTS);
    return new SelectorOptions(engine, maxRegistrations, most, idle, busyPoll, processBarrier);
  }

  /** What a select does before it blocks; by default it blocks at once. */
  public IdleStrategy idle() {
    return idle;
  }

  /** A copy with another idle strategy. */
  public SelectorOptions idle(IdleStrategy strategy) {
    return new SelectorOptions(
        engine,
        maxRegistrations,
        maxEvents,
        Objects.requireNonNull(strategy, "strategy"),
        busyPoll,
        processBarrier);
  }

  /**
   * How long a wait has the kernel poll the network device; 0 (default) leaves it to the system.
   */
  public Duration busyPoll() {
    return busyPoll;
  }

  /**
   * A copy with another time for which a wait has the kernel poll the network device before it
   * sleeps. On a kernel where that is an option of each socket, it is the caller's to set, as the
   * sockets are the caller's.
   *
   * @param time 0 to 1 s, in whole microseconds; 0 leaves it to the system
   */
  public SelectorOptions busyPoll(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST_BUSY_POLL) > 0) {
      throw new IllegalArgumentException("busyPoll is " + time + "; it must be 0 to 1 s");
    }
    return new SelectorOptions(engine, maxRegistrations, maxEvents, idle, time, processBarrier);
  }

  /** Whether wakers may do without their fences while the selector stays awake; on by default. */
  public boolean processBarrier() {
    return processBarrier;
  }

  /** A copy with the process barrier on or off; it takes effect where the system has one. */
  public SelectorOptions processBarrier(boolean on) {
    return new SelectorOptions(engine, maxRegistrations, maxEvents, idle, busyPoll, on);
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be 1 to " + most);
    }
  }
}
