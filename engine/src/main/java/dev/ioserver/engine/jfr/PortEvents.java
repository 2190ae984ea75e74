package dev.ioserver.engine.jfr;

import dev.ioserver.engine.api.PortCounters;
import org.jspecify.annotations.Nullable;

/**
 * What a port tells the flight recorder. Whether anybody records is asked each time; while nobody
 * does, no text is made of the port's name.
 *
 * <p>Thread-safety: {@link #highReached} is for any thread; the rest is the loop's.
 */
public final class PortEvents {

  private final LoopEvents loop;
  private final Object port;

  /** What it is called; made when first needed. Any thread: the same text whoever makes it. */
  private volatile @Nullable String name;

  /** From its beginning to its end; from the beginning of a connect to its end. */
  private final PortClosedEvent life = new PortClosedEvent();

  private @Nullable PortConnectedEvent connecting;

  /**
   * The events of a port.
   *
   * @param port whose text is its name
   */
  public PortEvents(LoopEvents loop, Object port) {
    this.loop = loop;
    this.port = port;
    life.begin();
  }

  private String name() {
    String known = name;
    if (known == null) {
      known = port.toString();
      name = known;
    }
    return known;
  }

  /** It begins to connect, or is bound. */
  public void opened() {
    PortConnectedEvent begun = new PortConnectedEvent();
    begun.begin();
    connecting = begun;
    PortOpenedEvent event = new PortOpenedEvent();
    if (event.shouldCommit()) {
      event.loop = loop.loop();
      event.port = name();
      event.commit();
    }
  }

  /** It has connected. */
  public void connected() {
    PortConnectedEvent event = connecting;
    connecting = null;
    if (event != null) {
      event.end();
      if (event.shouldCommit()) {
        event.loop = loop.loop();
        event.port = name();
        event.commit();
      }
    }
  }

  /** It was accepted. */
  public void accepted() {
    PortAcceptedEvent event = new PortAcceptedEvent();
    if (event.shouldCommit()) {
      event.loop = loop.loop();
      event.port = name();
      event.commit();
    }
  }

  /** It is told why it fails. */
  public void failed(@Nullable Throwable reason, PortCounters counters) {
    PortFailedEvent event = new PortFailedEvent();
    if (event.shouldCommit()) {
      event.loop = loop.loop();
      event.port = name();
      event.reason = reason == null ? null : reason.getMessage();
      event.bytesIn = counters.bytesIn();
      event.bytesOut = counters.bytesOut();
      event.messagesIn = counters.messagesIn();
      event.messagesOut = counters.messagesOut();
      event.refusedSends = counters.refusedSends();
      event.paused = counters.paused().toNanos();
      event.commit();
    }
  }

  /** It has ended. */
  public void closed(PortCounters counters, long dropped) {
    life.end();
    if (life.shouldCommit()) {
      life.loop = loop.loop();
      life.port = name();
      life.bytesIn = counters.bytesIn();
      life.bytesOut = counters.bytesOut();
      life.messagesIn = counters.messagesIn();
      life.messagesOut = counters.messagesOut();
      life.refusedSends = counters.refusedSends();
      life.paused = counters.paused().toNanos();
      life.dropped = dropped;
      life.commit();
    }
  }

  /** The first message since there was room is refused. Any thread. */
  public void highReached(long pending) {
    WatermarkReachedEvent event = new WatermarkReachedEvent();
    if (event.shouldCommit()) {
      event.loop = loop.loop();
      event.port = name();
      event.pending = pending;
      event.commit();
    }
  }

  /** There is room again for those who were refused. */
  public void lowReached(long pending) {
    WatermarkLeftEvent event = new WatermarkLeftEvent();
    if (event.shouldCommit()) {
      event.loop = loop.loop();
      event.port = name();
      event.pending = pending;
      event.commit();
    }
  }
}
