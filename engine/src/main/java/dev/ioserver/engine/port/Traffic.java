package dev.ioserver.engine.port;

import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.jfr.PortEvents;
import dev.ioserver.engine.loop.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a port counts. To count is an addition in memory that the loop's thread has at hand anyway;
 * the clock is looked at when reading stops or goes on, and not for messages.
 *
 * <p>Thread-safety: {@link #refused}, {@link #isPaused} and {@link #counters} are for any thread;
 * the rest is the loop's.
 */
final class Traffic {

  private static final VarHandle BYTES_IN;
  private static final VarHandle BYTES_OUT;
  private static final VarHandle MESSAGES_IN;
  private static final VarHandle MESSAGES_OUT;
  private static final VarHandle REFUSED;
  private static final VarHandle PAUSED_NANOS;
  private static final VarHandle PAUSED_SINCE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BYTES_IN = lookup.findVarHandle(Traffic.class, "bytesIn", long.class);
      BYTES_OUT = lookup.findVarHandle(Traffic.class, "bytesOut", long.class);
      MESSAGES_IN = lookup.findVarHandle(Traffic.class, "messagesIn", long.class);
      MESSAGES_OUT = lookup.findVarHandle(Traffic.class, "messagesOut", long.class);
      REFUSED = lookup.findVarHandle(Traffic.class, "refused", long.class);
      PAUSED_NANOS = lookup.findVarHandle(Traffic.class, "pausedNanos", long.class);
      PAUSED_SINCE = lookup.findVarHandle(Traffic.class, "pausedSince", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A time at which no pause begins: there is none. */
  private static final long READING = 0;

  private final EventLoop loop;

  /** For the flight recorder; null if nobody asked for that. */
  private final @Nullable PortEvents events;

  /** The counts. Loop: plain load, opaque store. Others: opaque load. */
  private long bytesIn;

  private long bytesOut;
  private long messagesIn;
  private long messagesOut;

  /** Messages that were not taken. Senders: getAndAdd. Others: opaque load. */
  @SuppressWarnings("unused") // through REFUSED
  private long refused;

  /** Pauses that are over. Loop: plain load, release store. Others: acquire load, first. */
  private long pausedNanos;

  /**
   * When the pause in hand began, on the loop's clock, or READING. Loop: plain load, opaque store.
   * Others: opaque load, after {@link #pausedNanos}: so that a pause is never counted twice.
   */
  private long pausedSince;

  /**
   * Of a port of a loop.
   *
   * @param port whose text is its name for the flight recorder
   */
  Traffic(EventLoop loop, Object port) {
    this.loop = loop;
    LoopEvents recorded = loop.events();
    this.events = recorded == null ? null : new PortEvents(recorded, port);
  }

  /** It begins to connect, or is bound for datagrams. */
  void opened() {
    loop.ports().opened();
    if (events != null) {
      events.opened();
    }
  }

  /** It begins as an accepted one. */
  void accepted() {
    loop.ports().opened();
    if (events != null) {
      events.accepted();
    }
  }

  /** It has connected. */
  void connected() {
    if (events != null) {
      events.connected();
    }
  }

  /** It is told why it fails. */
  void failed(Throwable cause) {
    loop.ports().failed();
    if (events != null) {
      events.failed(cause, counters());
    }
  }

  /** It has ended. */
  void closed(long droppedBytes) {
    loop.ports().closed();
    if (events != null) {
      events.closed(counters(), droppedBytes);
    }
  }

  /** There is room again for those who were refused. */
  void roomAgain(long pending) {
    if (events != null) {
      events.lowReached(pending);
    }
  }

  /** Bytes have come. */
  void read(long bytes) {
    BYTES_IN.setOpaque(this, bytesIn + bytes);
  }

  /** The system has taken bytes. */
  void wrote(long bytes) {
    BYTES_OUT.setOpaque(this, bytesOut + bytes);
  }

  /** Messages were delivered. */
  void delivered(int messages) {
    MESSAGES_IN.setOpaque(this, messagesIn + messages);
  }

  /** Messages were sent. */
  void sent(int messages) {
    MESSAGES_OUT.setOpaque(this, messagesOut + messages);
  }

  /**
   * A message was not taken. Any thread.
   *
   * @param first since there was room
   */
  void refused(boolean first, long pending) {
    if (first && events != null) {
      events.highReached(pending);
    }
    REFUSED.getAndAdd(this, 1L);
    loop.ports().refused();
  }

  /** Whether the port reads from now on. */
  void reading(boolean reads) {
    long since = pausedSince;
    if (reads == (since == READING)) {
      return;
    }
    long now = loop.time();
    if (reads) {
      PAUSED_SINCE.setOpaque(this, READING);
      PAUSED_NANOS.setRelease(this, pausedNanos + now - since);
      loop.ports().paused(now - since);
    } else {
      PAUSED_SINCE.setOpaque(this, now == READING ? 1 : now);
    }
  }

  /** Whether the port does not read now. */
  boolean isPaused() {
    return (long) PAUSED_SINCE.getOpaque(this) != READING;
  }

  PortCounters counters() {
    long paused = (long) PAUSED_NANOS.getAcquire(this);
    long since = (long) PAUSED_SINCE.getOpaque(this);
    if (since != READING) {
      paused += Math.max(0, loop.timers().now() - since);
    }
    return new PortCounters(
        (long) BYTES_IN.getOpaque(this),
        (long) BYTES_OUT.getOpaque(this),
        (long) MESSAGES_IN.getOpaque(this),
        (long) MESSAGES_OUT.getOpaque(this),
        (long) REFUSED.getOpaque(this),
        Duration.ofNanos(paused));
  }
}
