package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;
import java.util.HashMap;
import java.util.Map;

/**
 * Error numbers, with their names and what they say in plain English: {@code errno(3)}.
 *
 * <p>The numbers are positive as in C; calls return them negated. Constants: immutable,
 * thread-safe.
 */
public final class Errno {
  /** The operation is not permitted. */
  public static final int EPERM = linux_h.EPERM();

  /** No such file, or no such registration. */
  public static final int ENOENT = linux_h.ENOENT();

  /** A signal interrupted the call. */
  public static final int EINTR = linux_h.EINTR();

  /** The device failed. */
  public static final int EIO = linux_h.EIO();

  /** No such device or address. */
  public static final int ENXIO = linux_h.ENXIO();

  /** Not an open descriptor. */
  public static final int EBADF = linux_h.EBADF();

  /** The call would have to wait; try again later. */
  public static final int EAGAIN = linux_h.EAGAIN();

  /** The same number as {@link #EAGAIN} on Linux. */
  public static final int EWOULDBLOCK = linux_h.EWOULDBLOCK();

  /** Out of memory. */
  public static final int ENOMEM = linux_h.ENOMEM();

  /** Permission denied. */
  public static final int EACCES = linux_h.EACCES();

  /** An address outside the memory of the process. */
  public static final int EFAULT = linux_h.EFAULT();

  /** The resource is in use. */
  public static final int EBUSY = linux_h.EBUSY();

  /** It exists already. */
  public static final int EEXIST = linux_h.EEXIST();

  /** No such device. */
  public static final int ENODEV = linux_h.ENODEV();

  /** An argument is not valid. */
  public static final int EINVAL = linux_h.EINVAL();

  /** The system has no more descriptors. */
  public static final int ENFILE = linux_h.ENFILE();

  /** The process has no more descriptors. */
  public static final int EMFILE = linux_h.EMFILE();

  /** No space left, or a limit on registrations is reached. */
  public static final int ENOSPC = linux_h.ENOSPC();

  /** The connection is closed for sending. */
  public static final int EPIPE = linux_h.EPIPE();

  /** An argument is out of range. */
  public static final int EDOM = linux_h.EDOM();

  /** The kernel does not have this call. */
  public static final int ENOSYS = linux_h.ENOSYS();

  /** A loop of links, or of pollers that watch each other. */
  public static final int ELOOP = linux_h.ELOOP();

  /** The machine is not on the network. */
  public static final int ENONET = linux_h.ENONET();

  /** The peer broke the protocol. */
  public static final int EPROTO = linux_h.EPROTO();

  /** The descriptor knows no such ioctl. */
  public static final int ENOTTY = linux_h.ENOTTY();

  /** The descriptor is not a socket. */
  public static final int ENOTSOCK = linux_h.ENOTSOCK();

  /** A destination address is required. */
  public static final int EDESTADDRREQ = linux_h.EDESTADDRREQ();

  /** The message is too long. */
  public static final int EMSGSIZE = linux_h.EMSGSIZE();

  /** The protocol does not fit the socket type. */
  public static final int EPROTOTYPE = linux_h.EPROTOTYPE();

  /** The protocol has no such option. */
  public static final int ENOPROTOOPT = linux_h.ENOPROTOOPT();

  /** The protocol is not supported. */
  public static final int EPROTONOSUPPORT = linux_h.EPROTONOSUPPORT();

  /** The socket type is not supported. */
  public static final int ESOCKTNOSUPPORT = linux_h.ESOCKTNOSUPPORT();

  /** The operation is not supported here. */
  public static final int EOPNOTSUPP = linux_h.EOPNOTSUPP();

  /** The protocol family is not supported. */
  public static final int EPFNOSUPPORT = linux_h.EPFNOSUPPORT();

  /** The address family is not supported. */
  public static final int EAFNOSUPPORT = linux_h.EAFNOSUPPORT();

  /** The address is in use. */
  public static final int EADDRINUSE = linux_h.EADDRINUSE();

  /** The address is not one of this machine. */
  public static final int EADDRNOTAVAIL = linux_h.EADDRNOTAVAIL();

  /** The network is down. */
  public static final int ENETDOWN = linux_h.ENETDOWN();

  /** No route to the network. */
  public static final int ENETUNREACH = linux_h.ENETUNREACH();

  /** The network dropped the connection. */
  public static final int ENETRESET = linux_h.ENETRESET();

  /** The connection was aborted. */
  public static final int ECONNABORTED = linux_h.ECONNABORTED();

  /** The peer reset the connection. */
  public static final int ECONNRESET = linux_h.ECONNRESET();

  /** No buffer space left. */
  public static final int ENOBUFS = linux_h.ENOBUFS();

  /** The socket is connected already. */
  public static final int EISCONN = linux_h.EISCONN();

  /** The socket is not connected. */
  public static final int ENOTCONN = linux_h.ENOTCONN();

  /** The direction has been shut down. */
  public static final int ESHUTDOWN = linux_h.ESHUTDOWN();

  /** The peer did not answer in time. */
  public static final int ETIMEDOUT = linux_h.ETIMEDOUT();

  /** The peer refused the connection. */
  public static final int ECONNREFUSED = linux_h.ECONNREFUSED();

  /** The host is down. */
  public static final int EHOSTDOWN = linux_h.EHOSTDOWN();

  /** No route to the host. */
  public static final int EHOSTUNREACH = linux_h.EHOSTUNREACH();

  /** An attempt is under way already. */
  public static final int EALREADY = linux_h.EALREADY();

  /** The connection is being made. */
  public static final int EINPROGRESS = linux_h.EINPROGRESS();

  /** The operation was cancelled. */
  public static final int ECANCELED = linux_h.ECANCELED();

  // Filled below, read-only from then on.
  private static final Map<Integer, Description> DESCRIPTIONS = new HashMap<>();

  static {
    define(EPERM, "EPERM", "the operation is not permitted");
    define(ENOENT, "ENOENT", "no such file, or no such registration");
    define(EINTR, "EINTR", "a signal interrupted the call");
    define(EIO, "EIO", "the device failed");
    define(ENXIO, "ENXIO", "no such device or address");
    define(EBADF, "EBADF", "not an open descriptor");
    define(EAGAIN, "EAGAIN", "the call would have to wait; try again later");
    define(ENOMEM, "ENOMEM", "out of memory");
    define(EACCES, "EACCES", "permission denied");
    define(EFAULT, "EFAULT", "an address outside the memory of the process");
    define(EBUSY, "EBUSY", "the resource is in use");
    define(EEXIST, "EEXIST", "it exists already");
    define(ENODEV, "ENODEV", "no such device");
    define(EINVAL, "EINVAL", "an argument is not valid");
    define(ENFILE, "ENFILE", "the system has no more descriptors");
    define(EMFILE, "EMFILE", "the process has no more descriptors");
    define(ENOSPC, "ENOSPC", "no space left, or a limit on registrations is reached");
    define(EPIPE, "EPIPE", "the connection is closed for sending");
    define(EDOM, "EDOM", "an argument is out of range");
    define(ENOSYS, "ENOSYS", "the kernel does not have this call");
    define(ELOOP, "ELOOP", "a loop of links, or of pollers that watch each other");
    define(ENONET, "ENONET", "the machine is not on the network");
    define(EPROTO, "EPROTO", "the peer broke the protocol");
    define(ENOTTY, "ENOTTY", "the descriptor knows no such ioctl");
    define(ENOTSOCK, "ENOTSOCK", "the descriptor is not a socket");
    define(EDESTADDRREQ, "EDESTADDRREQ", "a destination address is required");
    define(EMSGSIZE, "EMSGSIZE", "the message is too long");
    define(EPROTOTYPE, "EPROTOTYPE", "the protocol does not fit the socket type");
    define(ENOPROTOOPT, "ENOPROTOOPT", "the protocol has no such option");
    define(EPROTONOSUPPORT, "EPROTONOSUPPORT", "the protocol is not supported");
    define(ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT", "the socket type is not supported");
    define(EOPNOTSUPP, "EOPNOTSUPP", "the operation is not supported here");
    define(EPFNOSUPPORT, "EPFNOSUPPORT", "the protocol family is not supported");
    define(EAFNOSUPPORT, "EAFNOSUPPORT", "the address family is not supported");
    define(EADDRINUSE, "EADDRINUSE", "the address is in use");
    define(EADDRNOTAVAIL, "EADDRNOTAVAIL", "the address is not one of this machine");
    define(ENETDOWN, "ENETDOWN", "the network is down");
    define(ENETUNREACH, "ENETUNREACH", "no route to the network");
    define(ENETRESET, "ENETRESET", "the network dropped the connection");
    define(ECONNABORTED, "ECONNABORTED", "the connection was aborted");
    define(ECONNRESET, "ECONNRESET", "the peer reset the connection");
    define(ENOBUFS, "ENOBUFS", "no buffer space left");
    define(EISCONN, "EISCONN", "the socket is connected already");
    define(ENOTCONN, "ENOTCONN", "the socket is not connected");
    define(ESHUTDOWN, "ESHUTDOWN", "the direction has been shut down");
    define(ETIMEDOUT, "ETIMEDOUT", "the peer did not answer in time");
    define(ECONNREFUSED, "ECONNREFUSED", "the peer refused the connection");
    define(EHOSTDOWN, "EHOSTDOWN", "the host is down");
    define(EHOSTUNREACH, "EHOSTUNREACH", "no route to the host");
    define(EALREADY, "EALREADY", "an attempt is under way already");
    define(EINPROGRESS, "EINPROGRESS", "the connection is being made");
    define(ECANCELED, "ECANCELED", "the operation was cancelled");
  }

  private Errno() {}

  /** The name of an error number, such as {@code "ECONNRESET"}; {@code "errno 999"} if unknown. */
  public static String name(int errno) {
    Description description = DESCRIPTIONS.get(errno);
    return description == null ? "errno " + errno : description.name;
  }

  /** What an error number means, in a few English words without a full stop. */
  public static String text(int errno) {
    Description description = DESCRIPTIONS.get(errno);
    return description == null ? "an error that has no description here" : description.text;
  }

  private static void define(int errno, String name, String text) {
    DESCRIPTIONS.put(errno, new Description(name, text));
  }

  private record Description(String name, String text) {}
}
