package dev.ioserver.engine.loop;

import org.jspecify.annotations.Nullable;

/**
 * A point in time and what happens then. It knows its place in the queue, so that it can be moved
 * and taken out without a search. Belongs to the loop's thread.
 */
public class Deadline {

  /** The place of a deadline that is in no queue. */
  static final int NOWHERE = -1;

  private final @Nullable Runnable action;

  /** On the loop's clock. */
  private long at;

  /** Orders deadlines of the same time by when they were set. */
  private long sequence;

  /** The sequence for which it has its place; see {@link TimerQueue}. */
  private long placedSequence;

  /** The time for which it has its place: {@link #at}, or earlier. */
  private long placedAt;

  private int place = NOWHERE;

  /** Not set yet. */
  public Deadline(Runnable action) {
    this.action = action;
  }

  /** As the other, of a class that says itself what happens then. */
  protected Deadline() {
    this.action = null;
  }

  /** What happens then. */
  protected void expired() {
    if (action != null) {
      action.run();
    }
  }

  /** When it is due, on the loop's clock. */
  public final long at() {
    return at;
  }

  /** Whether it is set and has neither expired nor been cancelled. */
  final boolean isQueued() {
    return place != NOWHERE;
  }

  final long sequence() {
    return sequence;
  }

  final long placedSequence() {
    return placedSequence;
  }

  final int place() {
    return place;
  }

  final void set(long time, long order) {
    at = time;
    sequence = order;
  }

  /** Its place is that of its time. */
  final void placed() {
    placedSequence = sequence;
    placedAt = at;
  }

  /** The time of its place; here as well, so that the queue need not be looked at. */
  final long placedAt() {
    return placedAt;
  }

  /** Whether it was set for later since it got its place. */
  final boolean isLater() {
    return placedSequence != sequence;
  }

  final void place(int where) {
    place = where;
  }
}
