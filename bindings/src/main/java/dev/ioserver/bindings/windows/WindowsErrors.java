package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;
import java.util.HashMap;
import java.util.Map;

/**
 * Error codes, with their names and what they say in plain English: {@code winerror.h}. Those of
 * GetLastError and those of WSAGetLastError share one range of numbers.
 *
 * <p>The numbers are positive as in C; calls return them negated. Constants: immutable,
 * thread-safe.
 */
public final class WindowsErrors {
  /** The device does not know the request. */
  public static final int ERROR_INVALID_FUNCTION = windows_h.ERROR_INVALID_FUNCTION();

  /** No such file. */
  public static final int ERROR_FILE_NOT_FOUND = windows_h.ERROR_FILE_NOT_FOUND();

  /** No such path. */
  public static final int ERROR_PATH_NOT_FOUND = windows_h.ERROR_PATH_NOT_FOUND();

  /** The process has no more descriptors. */
  public static final int ERROR_TOO_MANY_OPEN_FILES = windows_h.ERROR_TOO_MANY_OPEN_FILES();

  /** Permission denied. */
  public static final int ERROR_ACCESS_DENIED = windows_h.ERROR_ACCESS_DENIED();

  /** Not an open handle. */
  public static final int ERROR_INVALID_HANDLE = windows_h.ERROR_INVALID_HANDLE();

  /** Out of memory. */
  public static final int ERROR_NOT_ENOUGH_MEMORY = windows_h.ERROR_NOT_ENOUGH_MEMORY();

  /** Out of memory. */
  public static final int ERROR_OUTOFMEMORY = windows_h.ERROR_OUTOFMEMORY();

  /** The device failed. */
  public static final int ERROR_GEN_FAILURE = windows_h.ERROR_GEN_FAILURE();

  /** The operation is not supported here. */
  public static final int ERROR_NOT_SUPPORTED = windows_h.ERROR_NOT_SUPPORTED();

  /** The peer reset the connection. */
  public static final int ERROR_NETNAME_DELETED = windows_h.ERROR_NETNAME_DELETED();

  /** An argument is not valid. */
  public static final int ERROR_INVALID_PARAMETER = windows_h.ERROR_INVALID_PARAMETER();

  /** The system does not have this call. */
  public static final int ERROR_CALL_NOT_IMPLEMENTED = windows_h.ERROR_CALL_NOT_IMPLEMENTED();

  /** The peer did not answer in time. */
  public static final int ERROR_SEM_TIMEOUT = windows_h.ERROR_SEM_TIMEOUT();

  /** It exists already. */
  public static final int ERROR_ALREADY_EXISTS = windows_h.ERROR_ALREADY_EXISTS();

  /** The time is up. */
  public static final int WAIT_TIMEOUT = windows_h.WAIT_TIMEOUT();

  /** An NTSTATUS that has no code of its own. */
  public static final int ERROR_MR_MID_NOT_FOUND = windows_h.ERROR_MR_MID_NOT_FOUND();

  /** The completion port was closed during the wait. */
  public static final int ERROR_ABANDONED_WAIT_0 = windows_h.ERROR_ABANDONED_WAIT_0();

  /** The operation was cancelled. */
  public static final int ERROR_OPERATION_ABORTED = windows_h.ERROR_OPERATION_ABORTED();

  /** The operation is under way. */
  public static final int ERROR_IO_PENDING = windows_h.ERROR_IO_PENDING();

  /** No such request. */
  public static final int ERROR_NOT_FOUND = windows_h.ERROR_NOT_FOUND();

  /** The peer refused the connection. */
  public static final int ERROR_CONNECTION_REFUSED = windows_h.ERROR_CONNECTION_REFUSED();

  /** The address is in use. */
  public static final int ERROR_ADDRESS_ALREADY_ASSOCIATED =
      windows_h.ERROR_ADDRESS_ALREADY_ASSOCIATED();

  /** No route to the network. */
  public static final int ERROR_NETWORK_UNREACHABLE = windows_h.ERROR_NETWORK_UNREACHABLE();

  /** No route to the host. */
  public static final int ERROR_HOST_UNREACHABLE = windows_h.ERROR_HOST_UNREACHABLE();

  /** Nobody listens at the port. */
  public static final int ERROR_PORT_UNREACHABLE = windows_h.ERROR_PORT_UNREACHABLE();

  /** The connection was aborted. */
  public static final int ERROR_CONNECTION_ABORTED = windows_h.ERROR_CONNECTION_ABORTED();

  /** The system has no more memory for requests. */
  public static final int ERROR_NO_SYSTEM_RESOURCES = windows_h.ERROR_NO_SYSTEM_RESOURCES();

  /** The process has no more memory that may be locked. */
  public static final int ERROR_WORKING_SET_QUOTA = windows_h.ERROR_WORKING_SET_QUOTA();

  /** The paging file is too small. */
  public static final int ERROR_COMMITMENT_LIMIT = windows_h.ERROR_COMMITMENT_LIMIT();

  /** The process has used up its quota. */
  public static final int ERROR_NOT_ENOUGH_QUOTA = windows_h.ERROR_NOT_ENOUGH_QUOTA();

  /** The call was cancelled. */
  public static final int WSAEINTR = windows_h.WSAEINTR();

  /** Not an open descriptor. */
  public static final int WSAEBADF = windows_h.WSAEBADF();

  /** Permission denied; the port may be reserved, or another program's alone. */
  public static final int WSAEACCES = windows_h.WSAEACCES();

  /** An address outside the memory of the process. */
  public static final int WSAEFAULT = windows_h.WSAEFAULT();

  /** An argument is not valid. */
  public static final int WSAEINVAL = windows_h.WSAEINVAL();

  /** The process has no more descriptors. */
  public static final int WSAEMFILE = windows_h.WSAEMFILE();

  /** The call would have to wait; try again later. */
  public static final int WSAEWOULDBLOCK = windows_h.WSAEWOULDBLOCK();

  /** The connection is being made. */
  public static final int WSAEINPROGRESS = windows_h.WSAEINPROGRESS();

  /** An attempt is under way already. */
  public static final int WSAEALREADY = windows_h.WSAEALREADY();

  /** The descriptor is not a socket. */
  public static final int WSAENOTSOCK = windows_h.WSAENOTSOCK();

  /** A destination address is required. */
  public static final int WSAEDESTADDRREQ = windows_h.WSAEDESTADDRREQ();

  /** The message is too long. */
  public static final int WSAEMSGSIZE = windows_h.WSAEMSGSIZE();

  /** The protocol does not fit the socket type. */
  public static final int WSAEPROTOTYPE = windows_h.WSAEPROTOTYPE();

  /** The protocol has no such option. */
  public static final int WSAENOPROTOOPT = windows_h.WSAENOPROTOOPT();

  /** The protocol is not supported. */
  public static final int WSAEPROTONOSUPPORT = windows_h.WSAEPROTONOSUPPORT();

  /** The socket type is not supported. */
  public static final int WSAESOCKTNOSUPPORT = windows_h.WSAESOCKTNOSUPPORT();

  /** The operation is not supported here. */
  public static final int WSAEOPNOTSUPP = windows_h.WSAEOPNOTSUPP();

  /** The protocol family is not supported. */
  public static final int WSAEPFNOSUPPORT = windows_h.WSAEPFNOSUPPORT();

  /** The address family is not supported. */
  public static final int WSAEAFNOSUPPORT = windows_h.WSAEAFNOSUPPORT();

  /** The address is in use. */
  public static final int WSAEADDRINUSE = windows_h.WSAEADDRINUSE();

  /** The address is not one of this machine. */
  public static final int WSAEADDRNOTAVAIL = windows_h.WSAEADDRNOTAVAIL();

  /** The network is down. */
  public static final int WSAENETDOWN = windows_h.WSAENETDOWN();

  /** No route to the network. */
  public static final int WSAENETUNREACH = windows_h.WSAENETUNREACH();

  /** The network dropped the connection. */
  public static final int WSAENETRESET = windows_h.WSAENETRESET();

  /** The connection was aborted. */
  public static final int WSAECONNABORTED = windows_h.WSAECONNABORTED();

  /** The peer reset the connection. */
  public static final int WSAECONNRESET = windows_h.WSAECONNRESET();

  /** No buffer space left. */
  public static final int WSAENOBUFS = windows_h.WSAENOBUFS();

  /** The socket is connected already. */
  public static final int WSAEISCONN = windows_h.WSAEISCONN();

  /** The socket is not connected. */
  public static final int WSAENOTCONN = windows_h.WSAENOTCONN();

  /** The direction has been shut down. */
  public static final int WSAESHUTDOWN = windows_h.WSAESHUTDOWN();

  /** The peer did not answer in time. */
  public static final int WSAETIMEDOUT = windows_h.WSAETIMEDOUT();

  /** The peer refused the connection. */
  public static final int WSAECONNREFUSED = windows_h.WSAECONNREFUSED();

  /** The host is down. */
  public static final int WSAEHOSTDOWN = windows_h.WSAEHOSTDOWN();

  /** No route to the host. */
  public static final int WSAEHOSTUNREACH = windows_h.WSAEHOSTUNREACH();

  /** Too many processes use Winsock. */
  public static final int WSAEPROCLIM = windows_h.WSAEPROCLIM();

  /** The network is not ready. */
  public static final int WSASYSNOTREADY = windows_h.WSASYSNOTREADY();

  /** Winsock does not have this version. */
  public static final int WSAVERNOTSUPPORTED = windows_h.WSAVERNOTSUPPORTED();

  /** Winsock was not started. */
  public static final int WSANOTINITIALISED = windows_h.WSANOTINITIALISED();

  /** The peer has closed the connection. */
  public static final int WSAEDISCON = windows_h.WSAEDISCON();

  /** A provider of Winsock could not be loaded. */
  public static final int WSAEPROVIDERFAILEDINIT = windows_h.WSAEPROVIDERFAILEDINIT();

  private static final Map<Integer, Description> DESCRIPTIONS = new HashMap<>();

  static {
    define(
        ERROR_INVALID_FUNCTION, "ERROR_INVALID_FUNCTION", "the device does not know the request");
    define(ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND", "no such file");
    define(ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND", "no such path");
    define(
        ERROR_TOO_MANY_OPEN_FILES,
        "ERROR_TOO_MANY_OPEN_FILES",
        "the process has no more descriptors");
    define(ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED", "permission denied");
    define(ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE", "not an open handle");
    define(ERROR_NOT_ENOUGH_MEMORY, "ERROR_NOT_ENOUGH_MEMORY", "out of memory");
    define(ERROR_OUTOFMEMORY, "ERROR_OUTOFMEMORY", "out of memory");
    define(ERROR_GEN_FAILURE, "ERROR_GEN_FAILURE", "the device failed");
    define(ERROR_NOT_SUPPORTED, "ERROR_NOT_SUPPORTED", "the operation is not supported here");
    define(ERROR_NETNAME_DELETED, "ERROR_NETNAME_DELETED", "the peer reset the connection");
    define(ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER", "an argument is not valid");
    define(
        ERROR_CALL_NOT_IMPLEMENTED,
        "ERROR_CALL_NOT_IMPLEMENTED",
        "the system does not have this call");
    define(ERROR_SEM_TIMEOUT, "ERROR_SEM_TIMEOUT", "the peer did not answer in time");
    define(ERROR_ALREADY_EXISTS, "ERROR_ALREADY_EXISTS", "it exists already");
    define(WAIT_TIMEOUT, "WAIT_TIMEOUT", "the time is up");
    define(
        ERROR_MR_MID_NOT_FOUND,
        "ERROR_MR_MID_NOT_FOUND",
        "an NTSTATUS that has no code of its own");
    define(
        ERROR_ABANDONED_WAIT_0,
        "ERROR_ABANDONED_WAIT_0",
        "the completion port was closed during the wait");
    define(ERROR_OPERATION_ABORTED, "ERROR_OPERATION_ABORTED", "the operation was cancelled");
    define(ERROR_IO_PENDING, "ERROR_IO_PENDING", "the operation is under way");
    define(ERROR_NOT_FOUND, "ERROR_NOT_FOUND", "no such request");
    define(ERROR_CONNECTION_REFUSED, "ERROR_CONNECTION_REFUSED", "the peer refused the connection");
    define(
        ERROR_ADDRESS_ALREADY_ASSOCIATED,
        "ERROR_ADDRESS_ALREADY_ASSOCIATED",
        "the address is in use");
    define(ERROR_NETWORK_UNREACHABLE, "ERROR_NETWORK_UNREACHABLE", "no route to the network");
    define(ERROR_HOST_UNREACHABLE, "ERROR_HOST_UNREACHABLE", "no route to the host");
    define(ERROR_PORT_UNREACHABLE, "ERROR_PORT_UNREACHABLE", "nobody listens at the port");
    define(ERROR_CONNECTION_ABORTED, "ERROR_CONNECTION_ABORTED", "the connection was aborted");
    define(
        ERROR_NO_SYSTEM_RESOURCES,
        "ERROR_NO_SYSTEM_RESOURCES",
        "the system has no more memory for requests");
    define(
        ERROR_WORKING_SET_QUOTA,
        "ERROR_WORKING_SET_QUOTA",
        "the process has no more memory that may be locked");
    define(ERROR_COMMITMENT_LIMIT, "ERROR_COMMITMENT_LIMIT", "the paging file is too small");
    define(ERROR_NOT_ENOUGH_QUOTA, "ERROR_NOT_ENOUGH_QUOTA", "the process has used up its quota");
    define(WSAEINTR, "WSAEINTR", "the call was cancelled");
    define(WSAEBADF, "WSAEBADF", "not an open descriptor");
    define(
        WSAEACCES,
        "WSAEACCES",
        "permission denied; the port may be reserved, or another program's alone");
    define(WSAEFAULT, "WSAEFAULT", "an address outside the memory of the process");
    define(WSAEINVAL, "WSAEINVAL", "an argument is not valid");
    define(WSAEMFILE, "WSAEMFILE", "the process has no more descriptors");
    define(WSAEWOULDBLOCK, "WSAEWOULDBLOCK", "the call would have to wait; try again later");
    define(WSAEINPROGRESS, "WSAEINPROGRESS", "the connection is being made");
    define(WSAEALREADY, "WSAEALREADY", "an attempt is under way already");
    define(WSAENOTSOCK, "WSAENOTSOCK", "the descriptor is not a socket");
    define(WSAEDESTADDRREQ, "WSAEDESTADDRREQ", "a destination address is required");
    define(WSAEMSGSIZE, "WSAEMSGSIZE", "the message is too long");
    define(WSAEPROTOTYPE, "WSAEPROTOTYPE", "the protocol does not fit the socket type");
    define(WSAENOPROTOOPT, "WSAENOPROTOOPT", "the protocol has no such option");
    define(WSAEPROTONOSUPPORT, "WSAEPROTONOSUPPORT", "the protocol is not supported");
    define(WSAESOCKTNOSUPPORT, "WSAESOCKTNOSUPPORT", "the socket type is not supported");
    define(WSAEOPNOTSUPP, "WSAEOPNOTSUPP", "the operation is not supported here");
    define(WSAEPFNOSUPPORT, "WSAEPFNOSUPPORT", "the protocol family is not supported");
    define(WSAEAFNOSUPPORT, "WSAEAFNOSUPPORT", "the address family is not supported");
    define(WSAEADDRINUSE, "WSAEADDRINUSE", "the address is in use");
    define(WSAEADDRNOTAVAIL, "WSAEADDRNOTAVAIL", "the address is not one of this machine");
    define(WSAENETDOWN, "WSAENETDOWN", "the network is down");
    define(WSAENETUNREACH, "WSAENETUNREACH", "no route to the network");
    define(WSAENETRESET, "WSAENETRESET", "the network dropped the connection");
    define(WSAECONNABORTED, "WSAECONNABORTED", "the connection was aborted");
    define(WSAECONNRESET, "WSAECONNRESET", "the peer reset the connection");
    define(WSAENOBUFS, "WSAENOBUFS", "no buffer space left");
    define(WSAEISCONN, "WSAEISCONN", "the socket is connected already");
    define(WSAENOTCONN, "WSAENOTCONN", "the socket is not connected");
    define(WSAESHUTDOWN, "WSAESHUTDOWN", "the direction has been shut down");
    define(WSAETIMEDOUT, "WSAETIMEDOUT", "the peer did not answer in time");
    define(WSAECONNREFUSED, "WSAECONNREFUSED", "the peer refused the connection");
    define(WSAEHOSTDOWN, "WSAEHOSTDOWN", "the host is down");
    define(WSAEHOSTUNREACH, "WSAEHOSTUNREACH", "no route to the host");
    define(WSAEPROCLIM, "WSAEPROCLIM", "too many processes use Winsock");
    define(WSASYSNOTREADY, "WSASYSNOTREADY", "the network is not ready");
    define(WSAVERNOTSUPPORTED, "WSAVERNOTSUPPORTED", "Winsock does not have this version");
    define(WSANOTINITIALISED, "WSANOTINITIALISED", "Winsock was not started");
    define(WSAEDISCON, "WSAEDISCON", "the peer has closed the connection");
    define(
        WSAEPROVIDERFAILEDINIT,
        "WSAEPROVIDERFAILEDINIT",
        "a provider of Winsock could not be loaded");
  }

  private WindowsErrors() {}

  /** The name of a code, "WSAECONNRESET" for example. */
  public static String name(int code) {
    Description description = DESCRIPTIONS.get(code);
    return description == null ? "error " + code : description.name;
  }

  /** What a code means, in a few English words without a full stop. */
  public static String text(int code) {
    Description description = DESCRIPTIONS.get(code);
    return description == null ? "an error that has no description here" : description.text;
  }

  private static void define(int code, String name, String text) {
    DESCRIPTIONS.put(code, new Description(name, text));
  }

  private record Description(String name, String text) {}
}
