package dev.ioserver.windows;

import dev.ioserver.bindings.windows.WindowsCalls;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The AFD handles of a poller, each for a few sockets: to cancel a poll, Windows searches all that
 * is under way on its handle. A handle stays open for the next sockets until the poller is closed.
 *
 * <p>Belongs to the polling thread.
 */
final class AfdHandles {

  /** Sockets per handle. */
  static final int MOST_SOCKETS = 32;

  private final MemorySegment error;
  private final long port;
  private final List<AfdHandle> all = new ArrayList<>();

  /** Those that have room, the fullest ones in use first. */
  private final ArrayDeque<AfdHandle> withRoom = new ArrayDeque<>();

  private int failure;

  AfdHandles(MemorySegment error, long port) {
    this.error = error;
    this.port = port;
  }

  /** Takes a place for one socket; null if there is none and no handle could be opened. */
  @Nullable AfdHandle take() {
    AfdHandle handle = withRoom.peekFirst();
    if (handle == null) {
      handle = open();
      if (handle == null) {
        return null;
      }
    }
    if (++handle.sockets == MOST_SOCKETS) {
      withRoom.removeFirst();
    }
    return handle;
  }

  /** Gives a place back. */
  void giveBack(AfdHandle handle) {
    if (handle.sockets-- == MOST_SOCKETS) {
      withRoom.addFirst(handle);
    }
  }

  /** The code, negated, of the last handle that could not be opened. */
  int failure() {
    return failure;
  }

  /** How many handles are open. */
  int size() {
    return all.size();
  }

  /** Closes all handles, which cancels what is still under way on them. */
  void close() {
    for (AfdHandle handle : all.reversed()) {
      WindowsCalls.closeHandle(error, handle.handle);
    }
    all.clear();
    withRoom.clear();
  }

  private @Nullable AfdHandle open() {
    long opened = AfdHandle.open(error, port);
    if (opened < 0) {
      failure = (int) opened;
      return null;
    }
    AfdHandle handle = new AfdHandle(opened);
    all.add(handle);
    withRoom.addFirst(handle);
    return handle;
  }
}
