package dev.ioserver.windows;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.util.HashMap;
import java.util.Map;

/**
 * What the codes of GetLastError and WSAGetLastError mean.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class WindowsErrorCodes implements ErrorCodes {

  /** The one instance. */
  static final WindowsErrorCodes INSTANCE = new WindowsErrorCodes();

  /**
   * By code. The constants come from the bindings and are none to the compiler: a table, no switch.
   */
  private static final Map<Integer, Kind> KINDS = kinds();

  private WindowsErrorCodes() {}

  @Override
  public String name(int code) {
    return WindowsErrors.name(code);
  }

  @Override
  public String text(int code) {
    String text = WindowsErrors.text(code);
    // As a rule it is IPv6 that is switched off, and the bare words do not lead there.
    return code == WindowsErrors.WSAEAFNOSUPPORT ? text + "; is IPv6 switched off here?" : text;
  }

  @Override
  public Kind kind(int code) {
    return KINDS.getOrDefault(code, Kind.OTHER);
  }

  private static Map<Integer, Kind> kinds() {
    Map<Integer, Kind> kinds = new HashMap<>();
    set(
        kinds,
        Kind.ADDRESS_IN_USE,
        WindowsErrors.WSAEADDRINUSE,
        WindowsErrors.ERROR_ADDRESS_ALREADY_ASSOCIATED);
    set(kinds, Kind.ADDRESS_NOT_AVAILABLE, WindowsErrors.WSAEADDRNOTAVAIL);
    set(kinds, Kind.PERMISSION_DENIED, WindowsErrors.WSAEACCES, WindowsErrors.ERROR_ACCESS_DENIED);
    set(
        kinds,
        Kind.CONNECTION_REFUSED,
        WindowsErrors.WSAECONNREFUSED,
        WindowsErrors.ERROR_CONNECTION_REFUSED,
        WindowsErrors.ERROR_PORT_UNREACHABLE);
    set(
        kinds,
        Kind.CONNECTION_RESET,
        WindowsErrors.WSAECONNRESET,
        WindowsErrors.WSAECONNABORTED,
        WindowsErrors.WSAENETRESET,
        WindowsErrors.WSAESHUTDOWN,
        WindowsErrors.WSAENOTCONN,
        WindowsErrors.WSAEDISCON,
        WindowsErrors.ERROR_NETNAME_DELETED,
        WindowsErrors.ERROR_CONNECTION_ABORTED);
    set(kinds, Kind.TIMED_OUT, WindowsErrors.WSAETIMEDOUT, WindowsErrors.ERROR_SEM_TIMEOUT);
    set(
        kinds,
        Kind.UNREACHABLE,
        WindowsErrors.WSAENETUNREACH,
        WindowsErrors.WSAEHOSTUNREACH,
        WindowsErrors.WSAENETDOWN,
        WindowsErrors.WSAEHOSTDOWN,
        WindowsErrors.ERROR_NETWORK_UNREACHABLE,
        WindowsErrors.ERROR_HOST_UNREACHABLE);
    set(
        kinds,
        Kind.TOO_MANY_DESCRIPTORS,
        WindowsErrors.WSAEMFILE,
        WindowsErrors.ERROR_TOO_MANY_OPEN_FILES);
    set(
        kinds,
        Kind.NO_RESOURCES,
        WindowsErrors.WSAENOBUFS,
        WindowsErrors.WSAEPROCLIM,
        WindowsErrors.ERROR_NOT_ENOUGH_MEMORY,
        WindowsErrors.ERROR_OUTOFMEMORY,
        WindowsErrors.ERROR_NO_SYSTEM_RESOURCES,
        WindowsErrors.ERROR_WORKING_SET_QUOTA,
        WindowsErrors.ERROR_COMMITMENT_LIMIT,
        WindowsErrors.ERROR_NOT_ENOUGH_QUOTA);
    // ERROR_ALREADY_EXISTS: the poller knows the socket as another's.
    set(
        kinds,
        Kind.BAD_DESCRIPTOR,
        WindowsErrors.WSAENOTSOCK,
        WindowsErrors.WSAEBADF,
        WindowsErrors.ERROR_INVALID_HANDLE,
        WindowsErrors.ERROR_ALREADY_EXISTS);
    set(
        kinds,
        Kind.NOT_SUPPORTED,
        WindowsErrors.WSAEOPNOTSUPP,
        WindowsErrors.WSAEAFNOSUPPORT,
        WindowsErrors.WSAEPFNOSUPPORT,
        WindowsErrors.WSAEPROTONOSUPPORT,
        WindowsErrors.WSAESOCKTNOSUPPORT,
        WindowsErrors.WSAENOPROTOOPT,
        WindowsErrors.WSAVERNOTSUPPORTED,
        WindowsErrors.ERROR_INVALID_FUNCTION,
        WindowsErrors.ERROR_NOT_SUPPORTED,
        WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED);
    return Map.copyOf(kinds);
  }

  private static void set(Map<Integer, Kind> kinds, Kind kind, int... codes) {
    for (int code : codes) {
      kinds.put(code, kind);
    }
  }
}
