package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.park.LoopRunner;
import org.jspecify.annotations.Nullable;

/**
 * The parker of the thread that owns a caller-run loop: to park is to run the loop.
 *
 * <p>It has a place for one message that the loop hands over past its source's queue. Who runs the
 * loop and who receives are the same thread then, so that neither a queue between threads nor an
 * entry in the list of ready sources is needed, nor the fences of either.
 */
final class LoopParker implements LoopRunner {

  private final EventLoop loop;

  /** What the run in hand was asked for with; null while there is no run. */
  private @Nullable Condition receiver;

  /** Handed over and not yet taken; null whenever anybody else than the select may look. */
  private @Nullable Message handedOver;

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
  public @Nullable Message takeHandedOver() {
    Message message = handedOver;
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

  /**
   * Takes a message past its source's queue, which is empty, if the run in hand is that of the
   * source's select, and nothing waits there: neither in the place nor in the list of ready
   * sources. Else it would come before what came before it. The owner.
   */
  boolean handOver(MessageSource<Message> from, Message message) {
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
    receiver = condition;
    try {
      loop.cycle(condition, deadlineNanos, mode);
      done = true;
    } finally {
      receiver = null;
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
