package dev.ioserver.bench.datagram;

/**
 * What is measured at a time.
 *
 * @param task what the server does
 * @param bytes of each datagram
 * @param burst how many datagrams come or go at once; 1 for one at a time
 */
public record DatagramCase(DatagramTask task, int bytes, int burst) {

  /** Datagrams of a turn: milliseconds of work, and whole bursts. */
  int datagrams() {
    return burst * bursts();
  }

  /** Bursts of a turn. */
  int bursts() {
    return burst == 1 ? 200 : Math.max(4, 2048 / burst);
  }

  /** Such as "receive, 64 bytes, bursts of 64". */
  public String describe() {
    return task.label()
        + ", "
        + bytes
        + " bytes, "
        + (burst == 1 ? "one at a time" : "bursts of " + burst);
  }
}
