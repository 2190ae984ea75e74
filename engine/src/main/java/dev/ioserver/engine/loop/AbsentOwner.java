package dev.ioserver.engine.loop;

import org.jspecify.annotations.Nullable;

/**
 * What to say where a loop wants its owner, and that one is another thread, or away. Any thread.
 */
final class AbsentOwner {

  /** An owner that has not run its loop for so long is away. */
  static final long AWAY_NANOS = 5_000_000_000L;

  private AbsentOwner() {}

  /** To a thread that asks for something that only the owner may do. */
  static IllegalStateException notOwner(String server, @Nullable Thread owner, String what) {
    String state = owner == null || owner.isAlive() ? "" : ", which has ended";
    return new IllegalStateException(
        what
            + " is for the thread that runs the server "
            + server
            + ": "
            + owner
            + state
            + "; this is "
            + Thread.currentThread()
            + ", which has to claim() the server first");
  }

  /**
   * Why the owner will not do what it was asked for, or null while there is hope.
   *
   * @param askedNanos when it was asked, on the clock of {@link System#nanoTime()}
   */
  static @Nullable String absence(String server, Thread owner, long askedNanos) {
    if (!owner.isAlive()) {
      return "the server " + server + " was run by " + owner + ", which has ended; claim() it";
    }
    if (System.nanoTime() - askedNanos < AWAY_NANOS) {
      return null;
    }
    return "the server "
        + server
        + " is run by "
        + owner
        + ", which has not run it for "
        + AWAY_NANOS / 1_000_000_000L
        + " s; have it poll, or claim() the server";
  }
}
