package dev.ioserver.engine;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.WakeProof;
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
      new SelectorOptions(null, 65_536, 256, IdleStrategy.park(), Duration.ZERO, null);

  private static final int MOST_REGISTRATIONS = 1 << 24;
  private static final int MOST_EVENTS = 65_536;
  private static final Duration LONGEST_BUSY_POLL = Duration.ofSeconds(1);

  private final @Nullable String engine;
  private final int maxRegistrations;
  private final int maxEvents;
  private final IdleStrategy idle;
  private final Duration busyPoll;

  /** Null while nobody has asked for it or against it. */
  private final @Nullable Boolean processBarrier;

  private SelectorOptions(
      @Nullable String engine,
      int maxRegistrations,
      int maxEvents,
      IdleStrategy idle,
      Duration busyPoll,
      @Nullable Boolean processBarrier) {
    this.engine = engine;
    this.maxRegistrations = maxRegistrations;
    this.maxEvents = maxEvents;
    this.idle = idle;
    this.busyPoll = busyPoll;
    this.processBarrier = processBarrier;
  }

  /** {@return the defaults named at each part} */
  public static SelectorOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return the engine's name, or null (default) for the one that {@code -Dioserver.engine} names,
   * and without that the best available}
   */
  public @Nullable String engine() {
    return engine;
  }

  /**
   * {@return a copy with another engine; null takes the best}
   *
   * @param name of the engine, or null for the best that is available
   */
  public SelectorOptions engine(@Nullable String name) {
    return new SelectorOptions(name, maxRegistrations, maxEvents, idle, busyPoll, processBarrier);
  }

  /** {@return the most descriptors that can be registered at a time; 65,536 by default} */
  public int maxRegistrations() {
    return maxRegistrations;
  }

  /**
   * {@return a copy with another bound on registrations}
   *
   * @param most 1 to 16,777,216
   */
  public SelectorOptions maxRegistrations(int most) {
    require("maxRegistrations", most, MOST_REGISTRATIONS);
    return new SelectorOptions(engine, most, maxEvents, idle, busyPoll, processBarrier);
  }

  /** {@return the most events that one select takes from the kernel; 256 by default} */
  public int maxEvents() {
    return maxEvents;
  }

  /**
   * {@return a copy with another bound on the events of one select}
   *
   * @param most 1 to 65,536
   */
  public SelectorOptions maxEvents(int most) {
    require("maxEvents", most, MOST_EVENTS);
    return new SelectorOptions(engine, maxRegistrations, most, idle, busyPoll, processBarrier);
  }

  /** {@return what a select does before it blocks; by default it blocks at once} */
  public IdleStrategy idle() {
    return idle;
  }

  /**
   * {@return a copy with another idle strategy}
   *
   * @param strategy the new one
   */
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
   * {@return how long a wait has the kernel poll the network device; 0 (default) leaves it to the
   * system}
   */
  public Duration busyPoll() {
    return busyPoll;
  }

  /**
   * {@return a copy with another time for which a wait has the kernel poll the network device
   * before it sleeps} On a kernel where that is an option of each socket, it is the caller's to
   * set, as the sockets are the caller's.
   *
   * @param time 0 to 1 s, in whole microseconds; 0 leaves it to the system
   */
  public SelectorOptions busyPoll(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST_BUSY_POLL) > 0) {
      throw new IllegalArgumentException("busyPoll is " + time + "; it must be 0 to 1 s");
    }
    return new SelectorOptions(engine, maxRegistrations, maxEvents, idle, time, processBarrier);
  }

  /**
   * {@return whether wakers may do without their fences while the selector stays awake} By default
   * it is on where {@link WakeProof} holds, and off on every other Java virtual machine.
   */
  public boolean processBarrier() {
    Boolean asked = processBarrier;
    return asked == null ? WakeProof.ofThisVm().holds() : asked;
  }

  /** Whether somebody has asked for the process barrier, or against it. */
  boolean asksAboutProcessBarrier() {
    return processBarrier != null;
  }

  /**
   * {@return a copy with the process barrier on or off, whatever {@link WakeProof} says} It takes
   * effect on systems that have one (Linux, {@code membarrier(2)}).
   *
   * <p>A selector that has gone round its loop 4,096 times without blocking takes it that it will
   * stay awake, and from then on a thread that wakes it or changes an interest does so without a
   * memory fence, which is most of what that costs. Before the selector does block it has the
   * system fence in every thread of the process, once. That takes it 0.4 us if no other thread of
   * the process runs, and else until every processor that runs one has been interrupted: some
   * microseconds, on a virtual machine 15.
   *
   * <p>Turn it off where threads of this process spin on processors of their own and a selector
   * that sleeps now and then must not interrupt them. Turn it on where the proof was not read only
   * if you have read it: were it wrong there, a wake-up could be lost.
   *
   * @param on whether it shall be on
   */
  public SelectorOptions processBarrier(boolean on) {
    return new SelectorOptions(engine, maxRegistrations, maxEvents, idle, busyPoll, on);
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be 1 to " + most);
    }
  }
}
