package dev.ioserver.engine.selector;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.counter.StripedCounter;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for what. Changes from any thread edit a slot's word and queue the slot once; {@link
 * #apply} compares what is wanted with what the kernel holds. Changes that cancel out cost nothing.
 *
 * <p>Nor does the kernel hear of it when reading is no longer wanted, until it reports something to
 * read: that is dropped, and then it is told. Back-pressure that goes before anything comes costs
 * no system call. It is different with writing: who has written all is ready to write, as a rule,
 * and would hear of it at once.
 *
 * <p>The list of changes is first in, first out: a descriptor number that was closed and used again
 * is removed before it is added.
 *
 * <p>Thread-safety: {@link #register}, {@link #interest} and {@link #deregister} are for any
 * thread; the caller wakes the polling thread afterwards. The rest is the polling thread's.
 */
public final class RegistrationTable {

  /** What {@link #register} returns when all slots are taken. */
  public static final long FULL = -1;

  private static final int CHANGES_CHUNK = 1024;

  private final Poller poller;
  private final ErrorCodes errorCodes;
  private final int capacity;

  /** The slots made so far, by index; written once each by the registering thread, volatile. */
  private final AtomicReferenceArray<@Nullable Slot> slots;

  /** How many indices were given out; any thread. */
  private final AtomicInteger made = new AtomicInteger();

  /** Slots to be used again: given back by the polling thread, taken by any. */
  private final MpmcVarHandleArrayQueue<Slot> free;

  /**
   * Slots with a change to apply, in the order of their changes: any thread to the polling thread.
   */
  private final MpscUnboundedVarHandleArrayQueue<Slot> changes =
      new MpscUnboundedVarHandleArrayQueue<>(CHANGES_CHUNK);

  /** Slots with a change of the polling thread to be told, each once. */
  private final ArrayDeque<Slot> ownChanges = new ArrayDeque<>();

  private final StripedCounter asked = new StripedCounter();
  private final SingleWriterCounter askedByOwner = new SingleWriterCounter();
  private final SingleWriterCounter applied = new SingleWriterCounter();
  private final SingleWriterCounter stale = new SingleWriterCounter();
  private final AtomicInteger live = new AtomicInteger();

  /**
   * An empty table.
   *
   * @param capacity the most registrations at a time, 1 or more
   */
  public RegistrationTable(Poller poller, ErrorCodes errorCodes, int capacity) {
    this.poller = poller;
    this.errorCodes = errorCodes;
    this.capacity = capacity;
    this.slots = new AtomicReferenceArray<>(capacity);
    this.free = new MpmcVarHandleArrayQueue<>(Math.max(2, capacity));
  }

  /**
   * Registers a descriptor.
   *
   * @return the token, or {@link #FULL}
   */
  public long register(long descriptor, int interest, @Nullable Object attachment) {
    Slot slot = free.poll();
    if (slot == null) {
      slot = make();
      if (slot == null) {
        return FULL;
      }
    }
    int generation = Slot.generation(slot.word());
    slot.descriptor = descriptor;
    slot.attachment = attachment;
    live.incrementAndGet();
    asked.increment();
    Slot.WORD.setVolatile(
        slot, Slot.word(generation, Slot.LIVE | Slot.QUEUED | (interest & Interest.MASK)));
    changes.offer(slot);
    return Token.of(slot.index, generation);
  }

  /**
   * Changes what a registration waits for.
   *
   * @return false if the registration is over
   */
  public boolean interest(long token, int interest) {
    Slot slot = slot(token);
    if (slot == null) {
      return false;
    }
    asked.increment();
    return change(slot, token, interest & Interest.MASK);
  }

  /**
   * As {@link #interest}, for the polling thread: no locked instruction, and no list to go through
   * unless the kernel has to hear of it.
   */
  public boolean interestByOwner(long token, int interest) {
    Slot slot = slot(token);
    if (slot == null) {
      return false;
    }
    long word = slot.word();
    if (!Slot.isLive(word, token)) {
      return false;
    }
    askedByOwner.add(1);
    int wanted = interest & Interest.MASK;
    boolean own =
        (word & (Slot.OWN | Slot.QUEUED)) == Slot.OWN
            || ((word & Slot.QUEUED) == 0 && Slot.WORD.compareAndSet(slot, word, word | Slot.OWN));
    if (!own) {
      // Another thread's change waits, or the registration itself. This one comes after it, and
      // takes its place.
      return change(slot, token, wanted);
    }
    slot.own = wanted;
    if (mustBeTold(slot, wanted)) {
      queueByOwner(slot);
    }
    return true;
  }

  private boolean change(Slot slot, long token, int interest) {
    while (true) {
      long word = slot.word();
      if (!Slot.isLive(word, token)) {
        return false;
      }
      long wanted = (word & ~Slot.INTEREST) | interest | Slot.QUEUED;
      if (Slot.interest(word) == interest && (word & (Slot.OWN | Slot.QUEUED)) != Slot.OWN) {
        // Nothing new: the kernel has been told, or will be, since whoever asked queued the slot.
        return true;
      }
      if (Slot.WORD.compareAndSet(slot, word, wanted)) {
        if ((word & Slot.QUEUED) == 0) {
          changes.offer(slot);
        }
        return true;
      }
    }
  }

  /**
   * Ends a registration: its events are dropped from now on, and the kernel is told before the next
   * wait.
   *
   * @return false if it was over already
   */
  public boolean deregister(long token) {
    Slot slot = slot(token);
    if (slot == null) {
      return false;
    }
    asked.increment();
    while (true) {
      long word = slot.word();
      if (!Slot.isLive(word, token)) {
        return false;
      }
      if (Slot.WORD.compareAndSet(slot, word, word | Slot.ENDING | Slot.QUEUED)) {
        if ((word & Slot.QUEUED) == 0) {
          changes.offer(slot);
        }
        return true;
      }
    }
  }

  /**
   * Ends a registration and tells the kernel at once, so that the descriptor may be closed when
   * this returns. The polling thread only.
   */
  public void deregisterNow(long token) {
    Slot slot = slot(token);
    if (slot == null || !(deregister(token) || Slot.isEnding(slot.word(), token))) {
      return;
    }
    // If another thread has deregistered it, the kernel may not have been told yet.
    // The slot stays in the list of changes, and is freed when its turn comes: after the batch in
    // hand.
    forget(slot);
  }

  /** Whether changes wait to be applied. The polling thread. */
  public boolean hasChanges() {
    return !ownChanges.isEmpty() || !changes.isEmpty();
  }

  /** Tells the kernel what has changed. Before each wait; not within a batch of events. */
  public void apply(ReadyHandler handler) {
    // At most one turn for each slot, so that busy changers cannot keep this thread here.
    for (int i = made.get(); i > 0; i--) {
      Slot slot = changes.poll();
      if (slot == null) {
        break;
      }
      // QUEUED is cleared before interest is read: a later change queues the slot again. OWN with
      // it: what this thread has asked for since is in the word, as it saw QUEUED.
      long word = (long) Slot.WORD.getAndBitwiseAnd(slot, ~(Slot.QUEUED | Slot.OWN));
      if ((word & Slot.ENDING) != 0) {
        end(slot, handler);
      } else {
        update(slot, word, handler);
      }
    }
    applyOwn(handler);
  }

  /** The polling thread's own changes, after those that others asked for. */
  private void applyOwn(ReadyHandler handler) {
    for (int i = ownChanges.size(); i > 0; i--) {
      Slot slot = ownChanges.remove();
      slot.queuedByOwner = false;
      long word = slot.word();
      // Queued by another thread as well, it is told in its turn there; what is new or over, too.
      if (Slot.isLive(word) && (word & Slot.QUEUED) == 0) {
        update(slot, word, handler);
      }
    }
  }

  private void queueByOwner(Slot slot) {
    if (!slot.queuedByOwner) {
      slot.queuedByOwner = true;
      ownChanges.add(slot);
    }
  }

  /**
   * Whether the kernel has to hear of what is wanted. It need not if all that has changed is that
   * reading is not wanted any more. An edge is told once, and dropping it would lose it.
   */
  private static boolean mustBeTold(Slot slot, int wanted) {
    int change = slot.held ^ wanted;
    return change != 0
        && (change != Interest.READ || (wanted & (Interest.READ | Interest.EDGE)) != 0);
  }

  /** The poller is closed: nothing is to be told any more. */
  public void dropChanges() {
    for (Slot slot = changes.poll(); slot != null; slot = changes.poll()) {
      // Its registration ends with the table.
    }
    ownChanges.clear();
  }

  /**
   * Hands one event to the handler, if its registration is not over and wants it.
   *
   * @return whether it did
   */
  public boolean dispatch(long token, int ready, ReadyHandler handler) {
    Slot slot = slot(token);
    long word = slot == null ? 0 : slot.word();
    if (slot == null || !Slot.isLive(word, token)) {
      stale.add(1);
      return false;
    }
    int wanted = slot.wanted(word);
    // An edge comes but once: it is handed out even to one who has just turned it off.
    boolean unheard =
        (slot.held & (Interest.READ | Interest.EDGE)) == Interest.READ
            && (wanted & Interest.READ) == 0;
    int told = unheard ? wantedOf(ready, wanted) : ready;
    if (told != ready) {
      // The kernel has not heard yet that nobody wants to read. Now it must.
      slot.unwanted = true;
      queueByOwner(slot);
      if (told == 0) {
        return false;
      }
    }
    handler.onReady(token, slot.attachment, told);
    return true;
  }

  /** What is left of an event for one who does not read. An error is for everybody. */
  private static int wantedOf(int ready, int wanted) {
    if ((wanted & Interest.WRITE) == 0) {
      return 0;
    }
    return (ready & Interest.ERROR) != 0 ? ready : ready & Interest.WRITE;
  }

  /** The poller's memory for a removed registration is free. */
  public void released(long token, ReadyHandler handler) {
    Slot slot = slot(token);
    if (slot != null && slot.releasePending) {
      slot.releasePending = false;
      if ((slot.word() & Slot.QUEUED) == 0) {
        recycle(slot, handler);
      }
      // Else it still waits in the list of changes, and is freed when its turn comes.
    }
  }

  /** A change that the poller kept until the wait has failed. */
  public void failed(long token, int result, ReadyHandler handler) {
    Slot slot = slot(token);
    if (slot != null && Slot.isLive(slot.word(), token)) {
      slot.known = false;
      fail(
          slot,
          handler,
          errorCodes.failure(poller.callName(true), "descriptor " + slot.descriptor, result));
    }
  }

  /** How many registrations there are. Any thread. */
  public int live() {
    return live.get();
  }

  /** Changes asked for. Any thread. */
  public long asked() {
    return asked.get() + askedByOwner.get();
  }

  /** Changes that the kernel was told. Any thread. */
  public long applied() {
    return applied.get();
  }

  /** Events dropped. Any thread. */
  public long stale() {
    return stale.get();
  }

  private @Nullable Slot slot(long token) {
    int index = Token.index(token);
    return index >= 0 && index < capacity ? slots.get(index) : null;
  }

  private @Nullable Slot make() {
    int index;
    do {
      index = made.get();
      if (index >= capacity) {
        return null;
      }
    } while (!made.compareAndSet(index, index + 1));
    Slot slot = new Slot(index);
    slots.set(index, slot);
    return slot;
  }

  private void update(Slot slot, long word, ReadyHandler handler) {
    int wanted = slot.wanted(word);
    boolean added = !slot.known;
    int result;
    try {
      if (added) {
        slot.known = true;
        result = poller.add(slot.descriptor, token(slot, word), wanted);
      } else if (mustBeTold(slot, wanted) || (slot.unwanted && wanted != slot.held)) {
        result = poller.modify(slot.descriptor, token(slot, word), slot.held, wanted);
      } else {
        slot.unwanted &= wanted != slot.held;
        return;
      }
    } catch (RuntimeException | Error e) {
      // A mistake of the engine, or no memory: one registration's, as a code would be.
      slot.known = !added;
      fail(
          slot,
          handler,
          SystemCallException.thrown(poller.callName(true), "descriptor " + slot.descriptor, e));
      return;
    }
    slot.unwanted = false;
    applied.add(1);
    if (result < 0) {
      // What could not be added the kernel does not know. What could not be changed it may still
      // know: then it is removed when the slot is freed.
      slot.known = !added;
      fail(
          slot,
          handler,
          errorCodes.failure(poller.callName(true), "descriptor " + slot.descriptor, result));
    } else {
      slot.held = wanted;
    }
  }

  /**
   * The registration is over by failure: say so, and free the slot by way of the list of changes.
   */
  private void fail(Slot slot, ReadyHandler handler, SystemCallException cause) {
    long token = token(slot, slot.word());
    if (deregister(token)) {
      Object attachment = slot.attachment;
      slot.attachment = FAILED;
      handler.onFailed(token, attachment, cause);
    }
  }

  private void end(Slot slot, ReadyHandler handler) {
    forget(slot);
    if (!slot.releasePending) {
      recycle(slot, handler);
    }
  }

  /** Makes the poller forget the descriptor, if it knows it. */
  private void forget(Slot slot) {
    if (!slot.known) {
      return;
    }
    slot.known = false;
    applied.add(1);
    int result = poller.remove(slot.descriptor, token(slot, slot.word()), slot.held);
    slot.releasePending = result == Poller.RELEASE_PENDING;
  }

  private void recycle(Slot slot, ReadyHandler handler) {
    long word = slot.word();
    Object attachment = slot.attachment;
    slot.attachment = null;
    slot.held = 0;
    slot.unwanted = false;
    live.decrementAndGet();
    Slot.WORD.setVolatile(slot, Slot.word(Slot.generation(word) + 1, 0));
    boolean kept = free.offer(slot);
    assert kept : "more slots than the table has";
    // Last: the handler may register again, and whatever it throws costs no slot.
    if (attachment != FAILED) {
      handler.onDeregistered(token(slot, word), attachment);
    }
  }

  private static long token(Slot slot, long word) {
    return Token.of(slot.index, Slot.generation(word));
  }

  /** Stands in for the attachment of a registration whose failure has been told. */
  private static final Object FAILED = new Object();
}
