package dev.ioserver.engine.api;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a server is built. Each method with a parameter gives a changed copy.
 *
 * {@snippet file="dev/ioserver/engine/snippets/OptionsSnippetTest.java" region="server"}
 *
 * <p>Thread-safety: immutable.
 */
public final class IoServerOptions {

  private static final int MOST_LOOPS = 1024;
  private static final int MOST_REGISTRATIONS = 1 << 24;
  private static final int MOST_EVENTS = 1 << 16;

  /** Since timers wait as long. */
  private static final Duration LONGEST_BUSY_POLL = Duration.ofSeconds(1);

  private final @Nullable String engine;
  private final int loops;
  private final @Nullable ThreadFactory threadFactory;
  private final String name;
  private final int maxRegistrations;
  private final int maxEvents;
  private final long inboxBytes;
  private final IdleStrategy idle;
  private final Duration busyPoll;
  private final Duration closeTimeout;
  private final boolean leakCheck;
  private final boolean jmx;
  private final boolean jfr;

  private IoServerOptions(Parts parts) {
    this.engine = parts.engine;
    this.loops = parts.loops;
    this.threadFactory = parts.threadFactory;
    this.name = parts.name;
    this.maxRegistrations = parts.maxRegistrations;
    this.maxEvents = parts.maxEvents;
    this.inboxBytes = parts.inboxBytes;
    this.idle = parts.idle;
    this.busyPoll = parts.busyPoll;
    this.closeTimeout = parts.closeTimeout;
    this.leakCheck = parts.leakCheck;
    this.jmx = parts.jmx;
    this.jfr = parts.jfr;
  }

  /** {@return the defaults named at each part} */
  public static IoServerOptions defaults() {
    return new IoServerOptions(new Parts());
  }

  /**
   * {@return the engine's name, or null (default) for the one that {@code -Dioserver.engine} names,
   * and without that the best available}
   */
  public @Nullable String engine() {
    return engine;
  }

  /**
   * {@return a copy with another engine; null takes the best available}
   *
   * @param value the new one
   */
  public IoServerOptions engine(@Nullable String value) {
    Parts changed = new Parts(this);
    changed.engine = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return how many event loops with a thread each; 1 by default; 0 for one loop that is run by
   * the caller}
   */
  public int loops() {
    return loops;
  }

  /**
   * {@return a copy with another number of loops, each with a thread of its own}
   *
   * @param value 1 to 1024; 0 as for {@link #callerRuns()}
   * @throws IllegalArgumentException if it is out of range
   */
  public IoServerOptions loops(int value) {
    requireRange("loops", value, 0, MOST_LOOPS);
    Parts changed = new Parts(this);
    changed.loops = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return a copy with one loop that has no thread: the caller runs it with {@code
   * IoServer.poll}}
   */
  public IoServerOptions callerRuns() {
    return loops(0);
  }

  /**
   * Makes the loops' threads; null (default) makes daemon threads.
   *
   * @return the factory, or null
   */
  public @Nullable ThreadFactory threadFactory() {
    return threadFactory;
  }

  /**
   * {@return a copy with another thread factory, which makes platform threads; null makes daemon
   * threads}
   *
   * @param value the new one
   */
  public IoServerOptions threadFactory(@Nullable ThreadFactory value) {
    Parts changed = new Parts(this);
    changed.threadFactory = value;
    return new IoServerOptions(changed);
  }

  /**
   * Names the loops' threads, "name-0" and so on, and the JMX beans; "ioserver" by default.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * {@return a copy with another name}
   *
   * @param value the new one
   */
  public IoServerOptions name(String value) {
    Objects.requireNonNull(value, "name");
    Parts changed = new Parts(this);
    changed.name = value;
    return new IoServerOptions(changed);
  }

  /** {@return the most sockets a loop can hold; 65,536 by default} */
  public int maxRegistrations() {
    return maxRegistrations;
  }

  /**
   * {@return a copy with another number of sockets that a loop can hold}
   *
   * @param value 1 to 16,777,216
   * @throws IllegalArgumentException if it is out of range
   */
  public IoServerOptions maxRegistrations(int value) {
    requireRange("maxRegistrations", value, 1, MOST_REGISTRATIONS);
    Parts changed = new Parts(this);
    changed.maxRegistrations = value;
    return new IoServerOptions(changed);
  }

  /** {@return the most events one poll takes from the kernel; 256 by default} */
  public int maxEvents() {
    return maxEvents;
  }

  /**
   * {@return a copy with another number of events that a poll takes}
   *
   * @param value 1 to 65,536
   * @throws IllegalArgumentException if it is out of range
   */
  public IoServerOptions maxEvents(int value) {
    requireRange("maxEvents", value, 1, MOST_EVENTS);
    Parts changed = new Parts(this);
    changed.maxEvents = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return bytes waiting to be received, of all ports of a loop together, from which on it reads
   * less; 0 (default) for a quarter of the direct memory that the virtual machine allows, divided
   * by the number of loops}
   */
  public long inboxBytes() {
    return inboxBytes;
  }

  /**
   * {@return a copy with another limit of what waits to be received in a loop} It is counted as
   * {@link PortOptions#inboxBytes(long)} says. Beyond it, a port whose messages wait is read no
   * further, so that those who take what they get go on; half as much again beyond it none is.
   * Reading goes on by itself when a quarter has been taken: a loop that has stopped for it looks
   * every 1 to 64 ms.
   *
   * <p>Short messages share a chunk of 65,536 bytes with others that came at the same time, and one
   * that waits keeps all of it. So when a 64th of the limit waits, messages of up to 16,384 bytes
   * are copied into memory of their own, and longer ones count with the whole chunk.
   *
   * @param bytes 1 or more; 0 for a quarter of the direct memory, divided by the number of loops:
   *     of {@code -XX:MaxDirectMemorySize}, and without that of the longest heap
   * @throws IllegalArgumentException if it is negative
   */
  public IoServerOptions inboxBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "inboxBytes is " + bytes + "; it must be 0 (a share of the direct memory) or more");
    }
    Parts changed = new Parts(this);
    changed.inboxBytes = bytes;
    return new IoServerOptions(changed);
  }

  /** {@return what a loop does when it has nothing to do; by default it parks at once} */
  public IdleStrategy idle() {
    return idle;
  }

  /**
   * {@return a copy whose loops do something else when they have nothing to do}
   *
   * @param value the new one
   */
  public IoServerOptions idle(IdleStrategy value) {
    Objects.requireNonNull(value, "idle");
    Parts changed = new Parts(this);
    changed.idle = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return how long a wait has the kernel poll the network device before it sleeps; 0 (default)
   * leaves it to the system's setting}
   */
  public Duration busyPoll() {
    return busyPoll;
  }

  /**
   * {@return a copy with another time that a wait polls the network device before it sleeps} While
   * it polls, what arrives costs no interrupt and no switch to this thread, but a core is busy.
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
   *
   * @param value 0 to 1 s, in whole microseconds (what is left of one is dropped); 0 leaves it to
   *     the system's setting
   * @throws IllegalArgumentException if it is out of range
   */
  public IoServerOptions busyPoll(Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST_BUSY_POLL) > 0) {
      throw new IllegalArgumentException(
          "busyPoll is " + value + "; it must be 0 (the system's setting) to " + LONGEST_BUSY_POLL);
    }
    Parts changed = new Parts(this);
    changed.busyPoll = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return how long {@code IoServer.close()} gives ports to write what was sent; 1 s by default}
   */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /**
   * {@return a copy with another time to write what was sent when the server closes}
   *
   * @param value 0 drops it at once; any length is allowed, and beyond 146 years counts as that
   * @throws IllegalArgumentException if it is negative
   */
  public IoServerOptions closeTimeout(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("closeTimeout is " + value + "; it must be 0 or more");
    }
    Parts changed = new Parts(this);
    changed.closeTimeout = value;
    return new IoServerOptions(changed);
  }

  /**
   * {@return whether to record where each data message was delivered, and to report on close those
   * that were not released; {@code -Dioserver.leakcheck=true} turns it on by default}
   */
  public boolean leakCheck() {
    return leakCheck;
  }

  /**
   * {@return a copy with the leak check on or off}
   *
   * @param on whether it shall be on
   */
  public IoServerOptions leakCheck(boolean on) {
    Parts changed = new Parts(this);
    changed.leakCheck = on;
    return new IoServerOptions(changed);
  }

  /**
   * {@return whether the counters are registered as JMX beans {@code dev.ioserver:type=Loop,...};
   * off by default}
   */
  public boolean jmx() {
    return jmx;
  }

  /**
   * {@return a copy with the JMX beans on or off}
   *
   * @param on whether it shall be on
   */
  public IoServerOptions jmx(boolean on) {
    Parts changed = new Parts(this);
    changed.jmx = on;
    return new IoServerOptions(changed);
  }

  /**
   * {@return whether there are events for the JDK's flight recorder; off by default, {@code
   * -Dioserver.jfr=true} turns them on by default}
   */
  public boolean jfr() {
    return jfr;
  }

  /**
   * {@return a copy with events for the JDK's flight recorder, or without} They are of ports,
   * listeners and loops, and have names that begin with {@code dev.ioserver}. While nobody records
   * them, each costs a look at a field. Without the module {@code jdk.jfr} there are none, and the
   * log says so.
   *
   * @param on whether there shall be events
   */
  public IoServerOptions jfr(boolean on) {
    Parts changed = new Parts(this);
    changed.jfr = on;
    return new IoServerOptions(changed);
  }

  /** The parts, for logs. */
  @Override
  public String toString() {
    return "IoServerOptions[engine="
        + engine
        + ", loops="
        + loops
        + ", threadFactory="
        + threadFactory
        + ", name="
        + name
        + ", maxRegistrations="
        + maxRegistrations
        + ", maxEvents="
        + maxEvents
        + ", inboxBytes="
        + inboxBytes
        + ", idle="
        + idle
        + ", busyPoll="
        + busyPoll
        + ", closeTimeout="
        + closeTimeout
        + ", leakCheck="
        + leakCheck
        + ", jmx="
        + jmx
        + ", jfr="
        + jfr
        + "]";
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be " + least + " to " + most);
    }
  }

  /** The parts while a copy is made. */
  private static final class Parts {

    @Nullable String engine;
    int loops = 1;
    @Nullable ThreadFactory threadFactory;
    String name = "ioserver";
    int maxRegistrations = 1 << 16;
    int maxEvents = 256;
    long inboxBytes;
    IdleStrategy idle = IdleStrategy.park();
    Duration busyPoll = Duration.ZERO;
    Duration closeTimeout = Duration.ofSeconds(1);
    boolean leakCheck = Boolean.getBoolean("ioserver.leakcheck");
    boolean jmx;
    boolean jfr = Boolean.getBoolean("ioserver.jfr");

    Parts() {}

    Parts(IoServerOptions from) {
      this.engine = from.engine;
      this.loops = from.loops;
      this.threadFactory = from.threadFactory;
      this.name = from.name;
      this.maxRegistrations = from.maxRegistrations;
      this.maxEvents = from.maxEvents;
      this.inboxBytes = from.inboxBytes;
      this.idle = from.idle;
      this.busyPoll = from.busyPoll;
      this.closeTimeout = from.closeTimeout;
      this.leakCheck = from.leakCheck;
      this.jmx = from.jmx;
      this.jfr = from.jfr;
    }
  }
}
