package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.park.LoopRunner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The parker of the thread that owns a caller-run loop: to park is to run the loop.
 *
 * <p>It has a place for one message that the loop hands over past its source's queue. Who runs the
 * loop and who receives are the same thread then, so that neither a queue between threads nor an
 * entry in the list of ready sources is needed, nor the fences of either.
 */
final class LoopParker implements LoopRunner {

  private static final VarHandle RECEIVER;
  private static final VarHandle TAKING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RECEIVER = lookup.findVarHandle(LoopParker.class, "receiver", Condition.class);
      TAKING = lookup.findVarHandle(LoopParker.class, "taking", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;

  /**
   * What the run in hand was asked for with; null while there is no run. Owner: plain load, opaque
   * store. A thread that wants to claim the loop: opaque load.
   */
  private @Nullable Condition receiver;

  /**
   * The owner is handing messages to its user's code. Owner: plain load, opaque store. A thread
   * that wants to claim the loop: opaque load.
   */
  private boolean taking;

  /** Handed over and not yet taken; null whenever anybody else than the select may look. */
  private @Nullable PortMessage handedOver;

  /** Where {@link #handedOver} comes from. */
  private @Nullable MessageSource<Message> source;

  LoopParker(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void park(Condition condition, long deadlineNanos, boolean timed) {
    run(condition, deadlineNanos, timed ? EventLoop.UNTIL : EventLoop.FOREVER);
  }

  @Override
  public void parkUntilWoken(Condition condition, long deadlineNanos, boolean timed) {
    loop.wakeable(true);
    try {
      park(condition, deadlineNanos, timed);
    } finally {
      loop.wakeable(false);
    }
  }

  @Override
  public boolean takeWakeup() {
    return loop.takeWakeup();
  }

  @Override
  public void unpark() {
    // The owner is awake: it looks at its sources before it waits.
    if (!loop.isOwner()) {
      loop.unpark();
    }
  }

  @Override
  public void flush() {
    if (loop.isOwner()) {
      loop.flush();
    }
  }

  @Override
  public void runOnce(Condition condition) {
    if (loop.isOwner()) {
      run(condition, 0, EventLoop.NOW);
    }
  }

  @Override
  public boolean hasHandedOver() {
    return handedOver != null;
  }

  @Override
  public @Nullable PortMessage takeHandedOver() {
    PortMessage message = handedOver;
    // A select that this thread's loop ran before may be another thread's by now, which asks here.
    if (message == null || !loop.isOwner()) {
      return null;
    }
    handedOver = null;
    source = null;
    return message;
  }

  @Override
  public boolean isCurrent() {
    return loop.isOwner() && !loop.isTerminated();
  }

  @Override
  public boolean isOver() {
    return loop.isTerminated();
  }

  @Override
  public boolean taking(boolean begins) {
    boolean before = taking;
    TAKING.setOpaque(this, begins);
    return before;
  }

  @Override
  public boolean isTimed() {
    LoopEvents events = loop.events();
    return events != null && events.isTimed();
  }

  @Override
  public void handled(Object from, long begunNanos) {
    LoopEvents events = loop.events();
    if (events != null) {
      events.handlerEnds(from, begunNanos);
    }
  }

  @Override
  public IllegalStateException notOwner(String what) {
    return loop.notOwner(what);
  }

  /**
   * Whether the owner is running the loop, or taking messages from its select; for another thread,
   * which may learn it late.
   */
  boolean isInUse() {
    return RECEIVER.getOpaque(this) != null || (boolean) TAKING.getOpaque(this);
  }

  @Override
  public String toString() {
    return String.valueOf(loop.owner());
  }

  /**
   * Takes a message past its source's queue, which is empty, if the run in hand is that of the
   * source's select, and nothing waits there: neither in the place nor in the list of ready
   * sources. Else it would come before what came before it. The owner.
   */
  boolean handOver(MessageSource<Message> from, PortMessage message) {
    Condition select = receiver;
    if (select == null || handedOver != null || !from.isMemberOf(select) || select.isReady()) {
      return false;
    }
    handedOver = message;
    source = from;
    return true;
  }

  private void run(Condition condition, long deadlineNanos, int mode) {
    boolean done = false;
    RECEIVER.setOpaque(this, condition);
    try {
      loop.cycle(condition, deadlineNanos, mode);
      done = true;
    } finally {
      RECEIVER.setOpaque(this, null);
      if (!done) {
        putBack();
      }
    }
  }

  /** The select does not come to take it: the run has failed. */
  private void putBack() {
    MessageSource<Message> from = source;
    Message message = takeHandedOver();
    if (from != null && message != null) {
      from.putFirst(message);
    }
  }
}
