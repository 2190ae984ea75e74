package dev.ioserver.examples.gateway.soup;

import org.jspecify.annotations.Nullable;

/**
 * Finds the store that a login is to be served from, and keeps account of who holds it. Called on
 * the thread of the session; safe for as many threads as its implementation says.
 */
public interface SessionDirectory {

  /**
   * Finds a user's store.
   *
   * @param requestedSession the session asked for; empty for the current one
   * @return the store, or null if there is no such session for this user
   */
  @Nullable SequencedStore find(String username, String requestedSession);

  /**
   * Gives {@code store} to a connection. Called at most once per session, before its login is
   * accepted.
   *
   * @return whether the session may have it; if not, its login is rejected
   */
  boolean claim(SequencedStore store, SoupServerSession session);

  /** Takes back a store that {@code session} has claimed, now that it ends. */
  void release(SequencedStore store, SoupServerSession session);
}
