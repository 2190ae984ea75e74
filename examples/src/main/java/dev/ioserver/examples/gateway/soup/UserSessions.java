package dev.ioserver.examples.gateway.soup;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session for the day, and in it one store per user, created at the user's first login.
 *
 * <p>A user holds one connection at a time and the latest login wins: it takes the store over and
 * ends the older session with {@link SessionEnd#TAKEN_OVER}. A client whose link broke unnoticed
 * can thus come back at once, without waiting for the server to find its old connection silent.
 *
 * <p>Belongs to one thread, the one that runs all the sessions it serves.
 */
public final class UserSessions implements SessionDirectory {

  private final String session;
  private final int chunkBytes;
  private final int maxChunks;
  private final Map<String, SequencedStore> stores = new HashMap<>();
  private final Map<SequencedStore, SoupServerSession> holders = new HashMap<>();

  /**
   * Creates a directory without users.
   *
   * @param session the name of the current session, 1 to 10 ASCII characters
   * @param chunkBytes see {@link SequencedStore}
   * @param maxChunks see {@link SequencedStore}
   */
  public UserSessions(String session, int chunkBytes, int maxChunks) {
    if (session.isBlank()) {
      throw new IllegalArgumentException("a session needs a name: blank asks for the current one");
    }
    this.session = session;
    this.chunkBytes = chunkBytes;
    this.maxChunks = maxChunks;
  }

  @Override
  public @Nullable SequencedStore find(String username, String requestedSession) {
    if (!requestedSession.isEmpty() && !requestedSession.equals(session)) {
      return null;
    }
    return stores.computeIfAbsent(
        username, user -> new SequencedStore(session, chunkBytes, maxChunks));
  }

  @Override
  public boolean claim(SequencedStore store, SoupServerSession claimant) {
    SoupServerSession holder = holders.get(store);
    if (holder != null) {
      holder.end(SessionEnd.TAKEN_OVER, "user '" + claimant.username() + "'");
    }
    holders.put(store, claimant);
    return true;
  }

  @Override
  public void release(SequencedStore store, SoupServerSession holder) {
    holders.remove(store, holder);
  }

  /** Returns the session that is logged in for {@code store}, or null if there is none. */
  public @Nullable SoupServerSession holder(SequencedStore store) {
    return holders.get(store);
  }
}
