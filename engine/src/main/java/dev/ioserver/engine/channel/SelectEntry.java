package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.Receiver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A source's place in a select. It is in the list of ready sources at most once.
 *
 * <pre>
 *            raise(), winner of the exchange: offer, wake
 *   IDLE ----------------------------------------------------&gt; QUEUED
 *     ^                                                           |
 *     +--- the select found the source empty, then looks again ---+
 * </pre>
 *
 * <p>Thread-safety: any thread raises; the rest is the selecting thread's.
 */
public final class SelectEntry {

  private static final int IDLE = 0;
  private static final int QUEUED = 1;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SelectEntry.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MessageSource<?> source;

  /** The source as its users know it: looked up once, and not with each message. */
  private final Receiver<?> receiver;

  private final ReadyList list;

  /**
   * IDLE or QUEUED. Producers: acquire load, CAS. Selecting thread: release store and fence, CAS.
   */
  @SuppressWarnings("unused") // through STATE
  private int state;

  /** The source has left; the selecting thread's. */
  private boolean cancelled;

  /** A place for a source in a select. */
  public SelectEntry(MessageSource<?> source, ReadyList list) {
    this.source = source;
    this.receiver = source.receiver();
    this.list = list;
  }

  /** The source. */
  public MessageSource<?> source() {
    return source;
  }

  /** The source as its users know it. */
  public Receiver<?> receiver() {
    return receiver;
  }

  /** The list of the select it is a place in. */
  public ReadyList list() {
    return list;
  }

  /** Whether the source has left. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** The source has left. */
  void cancel() {
    cancelled = true;
  }

  /** The source has something. Any thread, after it has published and fenced. */
  void raise() {
    if ((int) STATE.getAcquire(this) == IDLE && STATE.compareAndSet(this, IDLE, QUEUED)) {
      list.add(this);
    }
    // Else it is in the list, or about to be put there by a thread that will wake the select.
  }

  /** The select has had its turn with the source: back into the list if there is more. */
  public void settle() {
    if (source.isReady()) {
      list.addOwn(this);
      return;
    }
    // The fence orders this store before the look at the source.
    STATE.setRelease(this, IDLE);
    VarHandle.fullFence();
    if (source.isReady() && STATE.compareAndSet(this, IDLE, QUEUED)) {
      list.addOwn(this);
    }
  }
}
