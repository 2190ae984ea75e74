package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Finds the socket that AFD knows. Programs such as virus scanners may put layers over Winsock,
 * whose sockets are handles of their own; the driver wants the one below them all.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class BaseSocket {

  /** Not looked up yet; no socket has this value. */
  static final long UNKNOWN = -1;

  private final MemorySegment error;
  private final MemorySegment base;
  private final MemorySegment returned;

  BaseSocket(Arena arena, MemorySegment error) {
    this.error = error;
    this.base = arena.allocate(JAVA_LONG);
    this.returned = arena.allocate(JAVA_INT);
  }

  /**
   * The base of a socket.
   *
   * <p>Some layers refuse to say it (Komodia's, which many products contain, handle no
   * SIO_BASE_HANDLE), but say which socket to poll: one layer down, where it is asked for again.
   *
   * @return a socket, or a code, negated
   */
  long of(long socket) {
    long asked = socket;
    while (true) {
      long found = query(asked, Sockets.SIO_BASE_HANDLE);
      if (found >= 0 || found == -WindowsErrors.WSAENOTSOCK) {
        return found;
      }
      long below = query(asked, Sockets.SIO_BSP_HANDLE_POLL);
      if (below < 0 || below == asked) {
        // No way further down: the first question's answer is the one that says why.
        return found;
      }
      asked = below;
    }
  }

  private long query(long socket, int request) {
    int result =
        WinsockCalls.wsaIoctl(
            error, socket, request, MemorySegment.NULL, 0, base, (int) base.byteSize(), returned);
    return result < 0 ? result : base.get(JAVA_LONG, 0);
  }
}
