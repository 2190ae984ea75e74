package dev.ioserver.examples.gateway.load;

/**
 * The time that all clients go by, read from {@link System#nanoTime} once per turn and per packet
 * that comes in. Belongs to the clients' thread.
 */
final class LoadClock {

  private long nanos = System.nanoTime();

  /** Reads the time anew and returns it. */
  long read() {
    nanos = System.nanoTime();
    return nanos;
  }

  /** The time that was read last. */
  long nanos() {
    return nanos;
  }
}
