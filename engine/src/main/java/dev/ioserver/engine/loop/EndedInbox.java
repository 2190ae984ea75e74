package dev.ioserver.engine.loop;

import java.lang.ref.WeakReference;

/**
 * The inbox of a port that has ended, with messages in it. Nobody keeps it alive for the sake of
 * the count.
 *
 * <p>Thread-safety: the loop's.
 */
public final class EndedInbox extends WeakReference<Object> {

  private final InboxCount count;
  private final long put;

  /**
   * An inbox that has ended.
   *
   * @param count what its receiver counts on
   * @param put how many bytes were ever put into it
   */
  public EndedInbox(Object inbox, InboxCount count, long put) {
    super(inbox);
    this.count = count;
    this.put = put;
  }

  /** Whether nothing will be taken from it any more: it is empty, or garbage. */
  boolean isOver() {
    return refersTo(null) || lost() == 0;
  }

  /** How many bytes were not taken. */
  long lost() {
    return put - count.taken();
  }
}
