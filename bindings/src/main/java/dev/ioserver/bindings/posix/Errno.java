package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.util.HashMap;
import java.util.Map;

/**
 * Error numbers, with their names and what they say in plain English: {@code errno(3)}.
 *
 * <p>The numbers are positive as in C; calls return them negated. Constants are those that code
 * compares with, each of which every system has. Immutable, thread-safe.
 */
public final class Errno {
  /** The operation is not permitted. */
  public static final int EPERM = number("EPERM");

  /** No such file, or no such registration. */
  public static final int ENOENT = number("ENOENT");

  /** A signal interrupted the call. */
  public static final int EINTR = number("EINTR");

  /** A device or what drives it has failed. */
  public static final int EIO = number("EIO");

  /** Not an open descriptor. */
  public static final int EBADF = number("EBADF");

  /** The call would have to wait; try again later. */
  public static final int EAGAIN = number("EAGAIN");

  /** It exists already. */
  public static final int EEXIST = number("EEXIST");

  /** An argument is not valid. */
  public static final int EINVAL = number("EINVAL");

  /** The connection is closed for sending. */
  public static final int EPIPE = number("EPIPE");

  /** The kernel does not have this call. */
  public static final int ENOSYS = number("ENOSYS");

  /** The descriptor knows no such ioctl. */
  public static final int ENOTTY = number("ENOTTY");

  /** The protocol has no such option. */
  public static final int ENOPROTOOPT = number("ENOPROTOOPT");

  /** The message is too long to be sent whole. */
  public static final int EMSGSIZE = number("EMSGSIZE");

  /** The operation is not supported here. */
  public static final int EOPNOTSUPP = number("EOPNOTSUPP");

  /** The name is too long. */
  public static final int ENAMETOOLONG = number("ENAMETOOLONG");

  /** The address family is not supported. */
  public static final int EAFNOSUPPORT = number("EAFNOSUPPORT");

  /** The address is in use. */
  public static final int EADDRINUSE = number("EADDRINUSE");

  /** The peer reset the connection. */
  public static final int ECONNRESET = number("ECONNRESET");

  /** The peer refused the connection. */
  public static final int ECONNREFUSED = number("ECONNREFUSED");

  /** Every name with its words, one a line; those that the system does not have are passed over. */
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
      ENOTTY the descriptor knows no such ioctl
      ENOTSOCK the descriptor is not a socket
      EDESTADDRREQ a destination address is required
      EMSGSIZE the message is too long
      ENAMETOOLONG the name is too long
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
  private static final Map<Integer, Description> DESCRIPTIONS = descriptions(PosixNumbers.here());

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

  /** The descriptions of the numbers of a system. */
  static Map<Integer, Description> descriptions(PosixNumbers system) {
    Map<Integer, Description> found = new HashMap<>();
    int start = 0;
    while (start < TEXTS.length()) {
      int space = TEXTS.indexOf(' ', start);
      int end = TEXTS.indexOf('\n', space);
      String name = TEXTS.substring(start, space);
      int number = system.errno(name);
      if (number != PosixNumbers.ABSENT) {
        found.put(number, new Description(name, TEXTS.substring(space + 1, end)));
      }
      start = end + 1;
    }
    return found;
  }

  private static int number(String name) {
    return PosixNumbers.here().errno(name);
  }

  /** A name with its words. */
  record Description(String name, String text) {}
}
