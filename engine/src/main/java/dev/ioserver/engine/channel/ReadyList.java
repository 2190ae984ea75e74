package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.park.Parker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a select that have something, first come first served, and the parker of the
 * thread that selects.
 */
public final class ReadyList implements Condition {

  private static final int CHUNK = 256;
  private static final VarHandle PARKER;

  static {
    try {
      PARKER = MethodHandles.lookup().findVarHandle(ReadyList.class, "parker", Parker.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MpscUnboundedVarHandleArrayQueue<SelectEntry> ready =
      new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

  /**
   * Who selects, or null before anybody has. Selecting thread: volatile store. Producers: acquire.
   */
  @SuppressWarnings("unused") // through PARKER
  private @Nullable Parker parker;

  /** An empty list. */
  public ReadyList() {}

  /** The next source that has something, or null. The selecting thread. */
  public @Nullable SelectEntry poll() {
    // As a rule there is none, and whoever is about to park looks at the indices anyway.
    return ready.isEmpty() ? null : ready.poll();
  }

  @Override
  public boolean isReady() {
    return !ready.isEmpty();
  }

  /** Says who is to be woken. The selecting thread. */
  public void parker(Parker value) {
    PARKER.setVolatile(this, value);
  }

  /** From any thread. */
  void add(SelectEntry member) {
    ready.offer(member);
    VarHandle.fullFence();
    Parker waiting = (Parker) PARKER.getAcquire(this);
    if (waiting != null) {
      waiting.unpark();
    }
  }

  /** From the selecting thread itself, which is awake. */
  void addOwn(SelectEntry member) {
    ready.offer(member);
  }
}
