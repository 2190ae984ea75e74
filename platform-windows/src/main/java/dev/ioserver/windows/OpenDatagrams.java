package dev.ioserver.windows;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the datagram sockets of this process. Winsock does not know it of a number, and
 * a socket need not stay with the calls that opened it: another loop may send by it, and another
 * thread may ask for an option or close it.
 *
 * <p>Thread-safety: any thread. A look costs a volatile load and allocates nothing; to open or
 * close a socket copies the set that it is in.
 */
final class OpenDatagrams {

  /** Guarded by the class when they change; each is a copy that stays as it is. Volatile. */
  private static volatile SocketSet inet4 = new SocketSet();

  /** Windows wants IPv4 hosts mapped here, and no mixture. As {@link #inet4}. */
  private static volatile SocketSet inet6 = new SocketSet();

  /**
   * Errors that came behind datagrams of the same call, by socket: the next receive tells. Empty as
   * a rule.
   */
  private static final Map<Long, Integer> HELD = new ConcurrentHashMap<>();

  private OpenDatagrams() {}

  static synchronized void add(long socket, boolean isInet6) {
    if (isInet6) {
      inet6 = inet6.with(socket);
    } else {
      inet4 = inet4.with(socket);
    }
  }

  /** Before the socket is closed: its number may come again at once. */
  static void remove(long socket) {
    if (has(socket)) {
      HELD.remove(socket);
      forget(socket);
    }
  }

  static boolean has(long socket) {
    return isInet6(socket) || inet4.contains(socket);
  }

  static boolean isInet6(long socket) {
    return inet6.contains(socket);
  }

  /** Keeps a code, negated, for the next receive. */
  static void hold(long socket, int code) {
    HELD.put(socket, code);
  }

  /** A code that was kept, or 0. */
  static int takeHeld(long socket) {
    Integer code = HELD.isEmpty() ? null : HELD.remove(socket);
    return code == null ? 0 : code;
  }

  private static synchronized void forget(long socket) {
    if (inet6.contains(socket)) {
      inet6 = inet6.without(socket);
    } else {
      inet4 = inet4.without(socket);
    }
  }
}
