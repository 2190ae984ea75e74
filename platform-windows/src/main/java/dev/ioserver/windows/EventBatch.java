package dev.ioserver.windows;

/**
 * What one poll reports, without the waker. Packets are taken at once, so that their polls can be
 * sent again; this keeps what they said until the engine has read it.
 *
 * <p>Belongs to the polling thread.
 */
final class EventBatch {

  private final long[] tokens;
  private final int[] readiness;
  private final int[] failures;
  private final boolean[] released;
  private int count;

  EventBatch(int maxEvents) {
    this.tokens = new long[maxEvents];
    this.readiness = new int[maxEvents];
    this.failures = new int[maxEvents];
    this.released = new boolean[maxEvents];
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** How many more fit. */
  int room() {
    return tokens.length - count;
  }

  void ready(long token, int ready) {
    add(token, ready, 0, false);
  }

  void failed(long token, int result) {
    add(token, 0, result, false);
  }

  void released(long token) {
    add(token, 0, 0, true);
  }

  long token(int index) {
    assertEvent(index);
    return tokens[index];
  }

  int ready(int index) {
    assertEvent(index);
    return readiness[index];
  }

  int failure(int index) {
    assertEvent(index);
    return failures[index];
  }

  boolean isReleased(int index) {
    assertEvent(index);
    return released[index];
  }

  private void add(long token, int ready, int failure, boolean isReleased) {
    tokens[count] = token;
    readiness[count] = ready;
    failures[count] = failure;
    released[count] = isReleased;
    count++;
  }

  private void assertEvent(int index) {
    assert index < count : "event " + index + " of " + count;
  }
}
