package dev.ioserver.engine.loop;

import org.jspecify.annotations.Nullable;

/** A point in time and what happens then. Belongs to the loop's thread. */
public final class Deadline implements Comparable<Deadline> {

  /** What happens then; null once it is cancelled, so that a queue does not keep it alive. */
  private @Nullable Runnable action;

  /** On the loop's clock. */
  private long at;

  /** Orders deadlines of the same time by when they were set. */
  private long sequence;

  private boolean queued;
  private boolean cancelled;

  /** Not set yet. */
  public Deadline(Runnable action) {
    this.action = action;
  }

  /** When it is due, on the loop's clock. */
  public long at() {
    return at;
  }

  long sequence() {
    return sequence;
  }

  boolean isQueued() {
    return queued;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void set(long time, long order) {
    at = time;
    sequence = order;
    assert !cancelled : "set after it was cancelled";
    queued = true;
  }

  void taken() {
    queued = false;
  }

  void cancel() {
    cancelled = true;
    action = null;
  }

  void run() {
    Runnable due = action;
    if (due != null) {
      due.run();
    }
  }

  @Override
  public int compareTo(Deadline other) {
    // By difference: nanoTime may wrap.
    int byTime = Long.signum(at - other.at);
    return byTime != 0 ? byTime : Long.signum(sequence - other.sequence);
  }
}
