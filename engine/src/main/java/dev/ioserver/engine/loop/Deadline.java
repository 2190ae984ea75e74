package dev.ioserver.engine.loop;

/** A point in time and what happens then. Belongs to the loop's thread. */
public final class Deadline implements Comparable<Deadline> {

  private final Runnable action;

  /** On the clock of {@link System#nanoTime()}. */
  private long at;

  /** Orders deadlines of the same time by when they were set. */
  private long sequence;

  private boolean queued;
  private boolean cancelled;

  /** Not set yet. */
  public Deadline(Runnable action) {
    this.action = action;
  }

  /** When it is due, on the clock of {@link System#nanoTime()}. */
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
    queued = true;
    cancelled = false;
  }

  void taken() {
    queued = false;
  }

  void cancel() {
    cancelled = true;
  }

  void run() {
    action.run();
  }

  @Override
  public int compareTo(Deadline other) {
    // By difference: nanoTime may wrap.
    int byTime = Long.signum(at - other.at);
    return byTime != 0 ? byTime : Long.signum(sequence - other.sequence);
  }
}
