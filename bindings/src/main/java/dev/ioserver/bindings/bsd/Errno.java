package dev.ioserver.bindings.bsd;

import java.util.HashMap;
import java.util.Map;

/**
 * Error numbers, with their names and what they say in plain English: {@code errno(2)}.
 *
 * <p>The numbers are positive as in C; calls return them negated. One that a system does not have
 * is {@link BsdTarget#ABSENT}, which no call returns. Constants: immutable, thread-safe.
 */
public final class Errno {
  /** The operation is not permitted. */
  public static final int EPERM = number("EPERM");

  /** No such file, or no such registration. */
  public static final int ENOENT = number("ENOENT");

  /** A signal interrupted the call. */
  public static final int EINTR = number("EINTR");

  /** Not an open descriptor. */
  public static final int EBADF = number("EBADF");

  /** The call would have to wait; try again later. */
  public static final int EAGAIN = number("EAGAIN");

  /** Out of memory. */
  public static final int ENOMEM = number("ENOMEM");

  /** Permission denied. */
  public static final int EACCES = number("EACCES");

  /** It exists already. */
  public static final int EEXIST = number("EEXIST");

  /** An argument is not valid. */
  public static final int EINVAL = number("EINVAL");

  /** The system has no more descriptors. */
  public static final int ENFILE = number("ENFILE");

  /** The process has no more descriptors. */
  public static final int EMFILE = number("EMFILE");

  /** No space left, or a limit on registrations is reached. */
  public static final int ENOSPC = number("ENOSPC");

  /** The connection is closed for sending. */
  public static final int EPIPE = number("EPIPE");

  /** The kernel does not have this call. */
  public static final int ENOSYS = number("ENOSYS");

  /** The machine is not on the network. Linux alone. */
  public static final int ENONET = number("ENONET");

  /** The peer broke the protocol. */
  public static final int EPROTO = number("EPROTO");

  /** The descriptor is not a socket. */
  public static final int ENOTSOCK = number("ENOTSOCK");

  /** The protocol has no such option. */
  public static final int ENOPROTOOPT = number("ENOPROTOOPT");

  /** The protocol is not supported. */
  public static final int EPROTONOSUPPORT = number("EPROTONOSUPPORT");

  /** The socket type is not supported. */
  public static final int ESOCKTNOSUPPORT = number("ESOCKTNOSUPPORT");

  /** The operation is not supported here. */
  public static final int EOPNOTSUPP = number("EOPNOTSUPP");

  /** The protocol family is not supported. */
  public static final int EPFNOSUPPORT = number("EPFNOSUPPORT");

  /** The address family is not supported. */
  public static final int EAFNOSUPPORT = number("EAFNOSUPPORT");

  /** The address is in use. */
  public static final int EADDRINUSE = number("EADDRINUSE");

  /** The address is not one of this machine. */
  public static final int EADDRNOTAVAIL = number("EADDRNOTAVAIL");

  /** The network is down. */
  public static final int ENETDOWN = number("ENETDOWN");

  /** No route to the network. */
  public static final int ENETUNREACH = number("ENETUNREACH");

  /** The network dropped the connection. */
  public static final int ENETRESET = number("ENETRESET");

  /** The connection was aborted. */
  public static final int ECONNABORTED = number("ECONNABORTED");

  /** The peer reset the connection. */
  public static final int ECONNRESET = number("ECONNRESET");

  /** No buffer space left. */
  public static final int ENOBUFS = number("ENOBUFS");

  /** The socket is not connected. */
  public static final int ENOTCONN = number("ENOTCONN");

  /** The direction has been shut down. */
  public static final int ESHUTDOWN = number("ESHUTDOWN");

  /** The peer did not answer in time. */
  public static final int ETIMEDOUT = number("ETIMEDOUT");

  /** The peer refused the connection. */
  public static final int ECONNREFUSED = number("ECONNREFUSED");

  /** The host is down. */
  public static final int EHOSTDOWN = number("EHOSTDOWN");

  /** No route to the host. */
  public static final int EHOSTUNREACH = number("EHOSTUNREACH");

  /** The connection is being made. */
  public static final int EINPROGRESS = number("EINPROGRESS");

  /** The descriptor does not allow this. FreeBSD alone. */
  public static final int ENOTCAPABLE = number("ENOTCAPABLE");

  /** A process in capability mode may not do this. FreeBSD alone. */
  public static final int ECAPMODE = number("ECAPMODE");

  /** Every name with its words, one a line; those that the target does not have are passed over. */
  private static final String TEXTS =
      """
      EPERM the operation is not permitted
      ENOENT no such file, or no such registration
      EINTR a signal interrupted the call
      EIO the device failed
      ENXIO no such device or address
      EBADF not an open descriptor
      EAGAIN the call would have to wait; try again later
      ENOMEM out of memory
      EACCES permission denied
      EFAULT an address outside the memory of the process
      EBUSY the resource is in use
      EEXIST it exists already
      ENODEV no such device
      EINVAL an argument is not valid
      ENFILE the system has no more descriptors
      EMFILE the process has no more descriptors
      ENOSPC no space left, or a limit on registrations is reached
      EPIPE the connection is closed for sending
      EDOM an argument is out of range
      ENOSYS the kernel does not have this call
      ELOOP a loop of links, or of pollers that watch each other
      ENONET the machine is not on the network
      EPROTO the peer broke the protocol
      ENOTSOCK the descriptor is not a socket
      EDESTADDRREQ a destination address is required
      EMSGSIZE the message is too long
      EPROTOTYPE the protocol does not fit the socket type
      ENOPROTOOPT the protocol has no such option
      EPROTONOSUPPORT the protocol is not supported
      ESOCKTNOSUPPORT the socket type is not supported
      EOPNOTSUPP the operation is not supported here
      EPFNOSUPPORT the protocol family is not supported
      EAFNOSUPPORT the address family is not supported
      EADDRINUSE the address is in use
      EADDRNOTAVAIL the address is not one of this machine
      ENETDOWN the network is down
      ENETUNREACH no route to the network
      ENETRESET the network dropped the connection
      ECONNABORTED the connection was aborted
      ECONNRESET the peer reset the connection
      ENOBUFS no buffer space left
      EISCONN the socket is connected already
      ENOTCONN the socket is not connected
      ESHUTDOWN the direction has been shut down
      ETIMEDOUT the peer did not answer in time
      ECONNREFUSED the peer refused the connection
      EHOSTDOWN the host is down
      EHOSTUNREACH no route to the host
      EALREADY an attempt is under way already
      EINPROGRESS the connection is being made
      ECANCELED the operation was cancelled
      ENOTCAPABLE the descriptor does not allow this
      ECAPMODE a process in capability mode may not do this
      """;

  /** By number; filled here and read-only from then on. */
  private static final Map<Integer, Description> DESCRIPTIONS = descriptions();

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

  private static Map<Integer, Description> descriptions() {
    Map<Integer, Description> found = new HashMap<>();
    TEXTS
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              String name = line.substring(0, space);
              if (BsdTarget.here().has(name)) {
                found.put(number(name), new Description(name, line.substring(space + 1)));
              }
            });
    return found;
  }

  private static int number(String name) {
    return BsdTarget.here().number(name);
  }

  private record Description(String name, String text) {}
}
