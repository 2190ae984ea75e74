package dev.ioserver.examples.gateway.fix;

/**
 * What outlives the connections of one client: the messages sent to it, and the number of the one
 * that is expected from it next. Belongs to one thread.
 */
public final class FixSequences {

  private final String compId;
  private final FixStore store;
  private long expected = 1;

  /**
   * Creates the state of a client that has never been here.
   *
   * @param compId what the client calls itself
   * @param store an empty one
   */
  public FixSequences(String compId, FixStore store) {
    this.compId = compId;
    this.store = store;
  }

  /** Returns what the client calls itself. */
  public String compId() {
    return compId;
  }

  /** Returns the number that the client's next message must have. */
  public long expected() {
    return expected;
  }

  void expected(long value) {
    expected = value;
  }

  FixStore store() {
    return store;
  }

  /** Both sides begin with 1 again; what was sent is forgotten. */
  void reset() {
    store.clear();
    expected = 1;
  }

  /**
   * Stores a message for a client that is not there: it will see that a number is missing, and ask
   * for it.
   *
   * @return whether there was room
   */
  public boolean append(int type, long epochMillis, FixWriter fields) {
    return store.append(type, epochMillis, fields);
  }
}
