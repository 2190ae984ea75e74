package dev.ioserver.engine.selector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One registration. Slots are made once and used again under a new generation.
 *
 * <pre>
 *   word:  63 ........ 32   31 ..... 16   15 ........ 8   7 ..... 0
 *          generation       0             state bits      interest
 *
 *   FREE --register--&gt; LIVE --deregister--&gt; LIVE|ENDING --applied--&gt; FREE, generation + 1
 *   QUEUED comes and goes in LIVE and ENDING: the slot waits in the list of changes.
 *   OWN comes with a change of the polling thread, and goes when one of another thread is applied.
 * </pre>
 *
 * <p>Thread-safety: the word is changed by CAS from any thread. The descriptor, the attachment and
 * the mode are written before LIVE is, by the registering thread, and do not change until the slot
 * is free again. What the kernel holds is the polling thread's.
 */
final class Slot {

  /** The interest bits, {@link dev.ioserver.engine.api.Interest#MASK}. */
  static final long INTEREST = 0xFF;

  /** The slot is in the list of changes, or is about to be put there by whoever set this. */
  static final long QUEUED = 1L << 8;

  /** The slot is in use. */
  static final long LIVE = 1L << 9;

  /** Deregistered; its events are dropped from now on. */
  static final long ENDING = 1L << 10;

  /**
   * The polling thread has asked for something since: the interest bits are old, unless QUEUED says
   * that another thread has asked after that.
   */
  static final long OWN = 1L << 11;

  static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Slot.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See the picture. Any thread: acquire load, CAS. */
  @SuppressWarnings("unused") // through WORD
  private long word;

  final int index;

  /** What is registered; published by the word. */
  long descriptor;

  /** What the user hung on it; published by the word. */
  @Nullable Object attachment;

  /** What the kernel was last told; the polling thread's. */
  int held;

  /**
   * What the polling thread wants while the word says {@link #OWN} and not {@link #QUEUED}; its
   * own. It stands beside the word so that this thread needs no CAS for each change.
   */
  int own;

  /** Whether the slot is in the polling thread's own list of changes; the polling thread's. */
  boolean queuedByOwner;

  /** Whether the kernel reports what nobody wants, and has to be told; the polling thread's. */
  boolean unwanted;

  /** Whether the poller knows the descriptor; the polling thread's. */
  boolean known;

  /** Whether the kernel may still write to the slot's memory; the polling thread's. */
  boolean releasePending;

  Slot(int index) {
    this.index = index;
  }

  long word() {
    return (long) WORD.getAcquire(this);
  }

  static int generation(long word) {
    return (int) (word >>> 32);
  }

  static int interest(long word) {
    return (int) (word & INTEREST);
  }

  /** What is wanted now; the polling thread. */
  int wanted(long word) {
    return (word & (OWN | QUEUED)) == OWN ? own : interest(word);
  }

  static boolean isLive(long word) {
    return (word & (LIVE | ENDING)) == LIVE;
  }

  /** Whether the word is that of the registration that the token names, and it is not over. */
  static boolean isLive(long word, long token) {
    return isLive(word) && generation(word) == Token.generation(token);
  }

  /** Whether the word is that of the registration that the token names, and it is over. */
  static boolean isEnding(long word, long token) {
    return (word & (LIVE | ENDING)) == (LIVE | ENDING)
        && generation(word) == Token.generation(token);
  }

  static long word(int generation, long bits) {
    return (long) generation << 32 | bits;
  }
}
