package dev.ioserver.engine.api;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a server is built. Immutable; each method gives a changed copy.
 *
 * @param engine the engine's name, or null (default) for the one that {@code -Dioserver.engine}
 *     names, and without that the best available
 * @param loops how many event loops with a thread each; 1 by default; 0 for one loop that is run by
 *     the caller
 * @param threadFactory makes the loops' threads, which must be platform threads; null (default)
 *     makes daemon threads
 * @param name names the loops' threads, "name-0" and so on, and the JMX beans; "ioserver" by
 *     default
 * @param maxRegistrations the most sockets a loop can hold; 65,536 by default
 * @param maxEvents the most events one poll takes from the kernel; 256 by default
 * @param idle what a loop does when it has nothing to do; by default it parks at once
 * @param busyPollMicros microseconds that a wait has the kernel poll the network device before it
 *     sleeps, 0 to 1,000,000; 0 (default) leaves it to the system's setting; see {@link
 *     #busyPollMicros(int)}
 * @param processBarrier whether a selector that stays awake may spare its wakers their memory
 *     fences; on by default; see {@link #processBarrier(boolean)}
 * @param closeTimeoutNanos nanoseconds that {@code IoServer.close()} gives ports to write what was
 *     sent; 1 s by default; 0 drops it at once
 * @param leakCheck whether to record where each data message was delivered, and to report on close
 *     those that were not released; {@code -Dioserver.leakcheck=true} turns it on by default
 * @param jmx whether the counters are registered as JMX beans {@code dev.ioserver:type=Loop,...};
 *     off by default
 */
public record IoServerOptions(
    @Nullable String engine,
    int loops,
    @Nullable ThreadFactory threadFactory,
    String name,
    int maxRegistrations,
    int maxEvents,
    IdleStrategy idle,
    int busyPollMicros,
    boolean processBarrier,
    long closeTimeoutNanos,
    boolean leakCheck,
    boolean jmx) {

  private static final int MOST_REGISTRATIONS = 1 << 24;

  /** A second, since timers wait as long. */
  private static final int MOST_BUSY_POLL_MICROS = 1_000_000;

  /** Checks the parts. */
  public IoServerOptions {
    require(loops >= 0 && loops <= 1024, "loops", loops, "0 (run by the caller) to 1024");
    require(
        maxRegistrations >= 1 && maxRegistrations <= MOST_REGISTRATIONS,
        "maxRegistrations",
        maxRegistrations,
        "1 to " + MOST_REGISTRATIONS);
    require(maxEvents >= 1 && maxEvents <= 65_536, "maxEvents", maxEvents, "1 to 65536");
    require(
        busyPollMicros >= 0 && busyPollMicros <= MOST_BUSY_POLL_MICROS,
        "busyPollMicros",
        busyPollMicros,
        "0 (the system's setting) to " + MOST_BUSY_POLL_MICROS);
    require(closeTimeoutNanos >= 0, "closeTimeoutNanos", closeTimeoutNanos, "0 or more");
  }

  /** The defaults named at each part. */
  public static IoServerOptions defaults() {
    return new IoServerOptions(
        null,
        1,
        null,
        "ioserver",
        1 << 16,
        256,
        IdleStrategy.park(),
        0,
        true,
        1_000_000_000L,
        Boolean.getBoolean("ioserver.leakcheck"),
        false);
  }

  /** A copy with another engine; null takes the best available. */
  public IoServerOptions engine(@Nullable String value) {
    return with(value, loops, threadFactory, name, maxRegistrations, maxEvents);
  }

  /** A copy with another number of loops, each with a thread of its own. */
  public IoServerOptions loops(int value) {
    return with(engine, value, threadFactory, name, maxRegistrations, maxEvents);
  }

  /** A copy with one loop that has no thread: the caller runs it with {@code IoServer.poll}. */
  public IoServerOptions callerRuns() {
    return loops(0);
  }

  /** A copy with another thread factory; null makes daemon threads. */
  public IoServerOptions threadFactory(@Nullable ThreadFactory value) {
    return with(engine, loops, value, name, maxRegistrations, maxEvents);
  }

  /** A copy with another name. */
  public IoServerOptions name(String value) {
    return with(engine, loops, threadFactory, value, maxRegistrations, maxEvents);
  }

  /** A copy with another number of sockets that a loop can hold. */
  public IoServerOptions maxRegistrations(int value) {
    return with(engine, loops, threadFactory, name, value, maxEvents);
  }

  /** A copy with another number of events that a poll takes. */
  public IoServerOptions maxEvents(int value) {
    return with(engine, loops, threadFactory, name, maxRegistrations, value);
  }

  /** A copy whose loops do something else when they have nothing to do. */
  public IoServerOptions idle(IdleStrategy value) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        value,
        busyPollMicros,
        processBarrier,
        closeTimeoutNanos,
        leakCheck,
        jmx);
  }

  /**
   * A copy with another time that a wait polls the network device before it sleeps, in
   * microseconds; 0 leaves it to the system's setting. While it polls, what arrives costs no
   * interrupt and no switch to this thread, but a core is busy.
   *
   * <p>It is for network cards whose driver has NAPI, and best with one queue of the card for each
   * loop: a loop polls the queue that its last ready socket came by. It does nothing on loopback,
   * and nothing in polls that do not wait, which are those of an {@link IdleStrategy} and of a duty
   * cycle. A wake-up ends it at once, but a time-out does not: a timer may be late by as much.
   *
   * <p>The epoll engine does it, on Linux 6.9 and later for each loop by itself. On an older kernel
   * the system's setting {@code net.core.busy_poll} must be on, and says how long a wait polls;
   * this time becomes SO_BUSY_POLL of each port, which some allow only with CAP_NET_ADMIN. Where it
   * cannot be done, opening fails and the message says what would help.
   */
  public IoServerOptions busyPollMicros(int micros) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        idle,
        micros,
        processBarrier,
        closeTimeoutNanos,
        leakCheck,
        jmx);
  }

  /**
   * A copy with the process barrier on or off. It concerns {@code IoSelector}, on systems that have
   * such a thing (Linux, {@code membarrier(2)}); elsewhere it changes nothing.
   *
   * <p>A selector that has gone round its loop 4,096 times without blocking takes it that it will
   * stay awake, and from then on a thread that wakes it or changes an interest does so without a
   * memory fence, which is most of what that costs. Before the selector does block it has the
   * system fence in every thread of the process, once. That takes it 0.4 us if no other thread of
   * the process runs, and else until every processor that runs one has been interrupted: some
   * microseconds, on a virtual machine 15.
   *
   * <p>Turn it off where threads of this process spin on processors of their own and a selector
   * that sleeps now and then must not interrupt them.
   */
  public IoServerOptions processBarrier(boolean on) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        idle,
        busyPollMicros,
        on,
        closeTimeoutNanos,
        leakCheck,
        jmx);
  }

  /** A copy with another time to write what was sent when the server closes, in nanoseconds. */
  public IoServerOptions closeTimeoutNanos(long nanos) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        idle,
        busyPollMicros,
        processBarrier,
        nanos,
        leakCheck,
        jmx);
  }

  /** A copy with the leak check on or off. */
  public IoServerOptions leakCheck(boolean on) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        idle,
        busyPollMicros,
        processBarrier,
        closeTimeoutNanos,
        on,
        jmx);
  }

  /** A copy with the JMX beans on or off. */
  public IoServerOptions jmx(boolean on) {
    return new IoServerOptions(
        engine,
        loops,
        threadFactory,
        name,
        maxRegistrations,
        maxEvents,
        idle,
        busyPollMicros,
        processBarrier,
        closeTimeoutNanos,
        leakCheck,
        on);
  }

  private IoServerOptions with(
      @Nullable String newEngine,
      int newLoops,
      @Nullable ThreadFactory newFactory,
      String newName,
      int newRegistrations,
      int newEvents) {
    return new IoServerOptions(
        newEngine,
        newLoops,
        newFactory,
        newName,
        newRegistrations,
        newEvents,
        idle,
        busyPollMicros,
        processBarrier,
        closeTimeoutNanos,
        leakCheck,
        jmx);
  }

  private static void require(boolean holds, String name, long value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + rule);
    }
  }
}
