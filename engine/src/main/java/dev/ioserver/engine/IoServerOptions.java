package dev.ioserver.engine;

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
 * @param closeTimeoutNanos nanoseconds that {@link IoServer#close()} gives ports to write what was
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
    long closeTimeoutNanos,
    boolean leakCheck,
    boolean jmx) {

  private static final int MOST_REGISTRATIONS = 1 << 24;

  /** Checks the parts. */
  public IoServerOptions {
    require(loops >= 0 && loops <= 1024, "loops", loops, "0 (run by the caller) to 1024");
    require(
        maxRegistrations >= 1 && maxRegistrations <= MOST_REGISTRATIONS,
        "maxRegistrations",
        maxRegistrations,
        "1 to " + MOST_REGISTRATIONS);
    require(maxEvents >= 1 && maxEvents <= 65_536, "maxEvents", maxEvents, "1 to 65536");
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

  /** A copy with one loop that has no thread: the caller runs it with {@link IoServer#poll}. */
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
