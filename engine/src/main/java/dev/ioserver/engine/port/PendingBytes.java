package dev.ioserver.engine.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many bytes wait to be written, held against two watermarks: from the high one on senders are
 * refused, at the low one they are told that there is room again.
 *
 * <p>Thread-safety: any thread takes room and looks; the loop says what was written.
 */
class PendingBytes {

  private static final VarHandle TAKEN;
  private static final VarHandle OWN;
  private static final VarHandle REFUSED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TAKEN = lookup.findVarHandle(PendingBytes.class, "taken", long.class);
      OWN = lookup.findVarHandle(PendingBytes.class, "own", long.class);
      REFUSED = lookup.findVarHandle(PendingBytes.class, "refused", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int high;
  private final int low;

  /**
   * Bytes ever taken from other threads than the loop's. They: getAndAdd. Anybody: acquire load.
   */
  @SuppressWarnings("unused") // through TAKEN
  private long taken;

  /**
   * Bytes ever taken from the loop's thread, less all that were ever written or dropped. Loop:
   * plain load, release store. Others: acquire load.
   */
  private long own;

  /** Somebody was refused and wants to hear of room. Senders: getAndSet. Loop: volatile. */
  private volatile boolean refused;

  PendingBytes(int low, int high) {
    this.low = low;
    this.high = high;
  }

  /**
   * A sender was refused; on its thread.
   *
   * @param first since there was room
   */
  void onRefused(boolean first) {
    // Whoever counts that says so.
  }

  /**
   * Takes room for so many bytes, if what waits is below the high watermark.
   *
   * @param local whether the calling thread is the loop's
   */
  final boolean reserve(long bytes, boolean local) {
    if (pending() >= high) {
      boolean first = !(boolean) REFUSED.getAndSet(this, true);
      VarHandle.fullFence();
      if (pending() >= high) {
        onRefused(first);
        return false;
      }
    }
    if (local) {
      OWN.setRelease(this, own + bytes);
    } else {
      TAKEN.getAndAdd(this, bytes);
    }
    return true;
  }

  /**
   * Gives back room that was taken for a message which was not sent after all.
   *
   * @param local as it was taken
   * @return whether somebody was refused meanwhile, whom the loop has to tell of the room
   */
  final boolean giveBack(long bytes, boolean local) {
    if (local) {
      OWN.setRelease(this, own - bytes);
    } else {
      TAKEN.getAndAdd(this, -bytes);
    }
    // As in written: whoever was refused sees that, or is seen here.
    VarHandle.fullFence();
    return refused;
  }

  /**
   * Bytes taken and not yet written; more than that for a moment while others send, but never less:
   * what was written is looked at first. Any thread.
   */
  final long pending() {
    long notWritten = (long) OWN.getAcquire(this);
    return notWritten + (long) TAKEN.getAcquire(this);
  }

  /**
   * Bytes were written or dropped. The loop.
   *
   * @return whether somebody is to hear that there is room again
   */
  final boolean written(long bytes) {
    OWN.setRelease(this, own - bytes);
    // Whoever was refused sees that, or is seen here.
    VarHandle.fullFence();
    if (refused && pending() <= low) {
      refused = false;
      return true;
    }
    return false;
  }
}
