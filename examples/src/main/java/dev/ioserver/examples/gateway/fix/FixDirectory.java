package dev.ioserver.examples.gateway.fix;

import org.jspecify.annotations.Nullable;

/** Decides who may log on, and keeps account of who is there. Called on the session's thread. */
public interface FixDirectory {

  /**
   * Finds the state of a client.
   *
   * @param compId what it calls itself (SenderCompID)
   * @param username its Username, empty if it gives none
   * @param password its Password, empty if it gives none
   * @return null if it may not log on
   */
  @Nullable FixSequences find(String compId, String username, String password);

  /** Gives {@code sequences} to a connection; who held them before ends. */
  void claim(FixSequences sequences, FixSession session);

  /** Takes back what {@code session} has claimed, now that it ends. */
  void release(FixSequences sequences, FixSession session);
}
