package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is different with Unix sockets: what their failures mean, and what helps.
 *
 * <p>Their streams are level-triggered even where the poller has edges. Linux reports a Unix socket
 * as writable whenever the peer has read something, which would wake the loop for each reply. And a
 * short read does not prove that such a socket is empty: one ends where the peer has passed a
 * descriptor, with bytes behind it for which no new edge comes.
 */
final class UnixSockets {

  private static final String OTHER_KIND =
      "streams connect to a listener, and datagrams go to a datagram port: the socket there is of"
          + " the other kind";

  private static final String OTHER_PEER = "the receiver is connected to another socket";

  private UnixSockets() {}

  /** Whether it is an address of this host's own sockets, with a file or a name. */
  static boolean isUnix(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress || address instanceof UnixNameAddress;
  }

  /**
   * A call that failed, with what it means for a Unix socket, and what would help.
   *
   * @param cause the failure as the system tells it
   * @param engine the name of the engine
   */
  static SystemCallException failure(
      SystemCallException cause,
      String detail,
      SocketAddress address,
      String engine,
      ErrorCodes codes) {
    boolean connects = cause.call().equals("connect");
    boolean isName = address instanceof UnixNameAddress;
    return switch (cause.codeName()) {
      case "ENOENT", "WSAENOENT" ->
          connects
              ? told(cause, detail, Kind.CONNECTION_REFUSED, codes, "is the server running?")
              : told(
                  cause, detail, Kind.ADDRESS_NOT_AVAILABLE, codes, "make the folder of it first");
      case "EPROTOTYPE" -> told(cause, detail, cause.kind(), codes, OTHER_KIND);
      case "EPERM" ->
          told(
              cause,
              detail,
              cause.kind(),
              codes,
              connects ? OTHER_PEER : remedy(cause, false, isName, engine));
      case "ENOTDIR", "ENAMETOOLONG" ->
          told(cause, detail, Kind.ADDRESS_NOT_AVAILABLE, codes, "choose another path");
      case "EAGAIN" ->
          told(
              cause,
              detail,
              Kind.NO_RESOURCES,
              codes,
              "the listener has no room for more connections that wait: try again, or give it a"
                  + " larger backlog");
      default -> told(cause, detail, cause.kind(), codes, remedy(cause, connects, isName, engine));
    };
  }

  /** Refuses a datagram port that asks for what Unix sockets do not have. */
  static void checkDatagrams(
      SocketAddress local, DatagramSetup setup, Set<Feature> features, String engine)
      throws SystemCallException {
    if (!features.contains(Feature.UNIX)) {
      throw notSupported(
          "bind",
          Addresses.text(local),
          "the " + engine + " engine has no datagrams over Unix sockets",
          "the epoll and kqueue engines have them, and UDP on the loopback interface is"
              + " everywhere");
    }
    SocketAddress remote = setup.remote();
    if (remote != null && !isUnix(remote)) {
      throw notSupported(
          "connect",
          Addresses.text(remote),
          "the port is a Unix socket, and its peer is not",
          "a local address is of the same family as the peer's");
    }
    if (!setup.wanted().isEmpty()) {
      Feature wanted = setup.wanted().iterator().next();
      throw notSupported(
          "bind", Addresses.text(local), "a Unix socket has no " + wanted, remedy(wanted));
    }
  }

  private static String remedy(Feature wanted) {
    return switch (wanted) {
      case STAMPS, HARDWARE_STAMPS -> "leave stamps off";
      case DROP_COUNTS ->
          "leave dropCounts automatic: a receiver that is full holds its senders up, and nothing is"
              + " dropped";
      case LOCAL_ADDRESSES -> "leave localAddresses off: everything comes to the one address";
      case RECEIVES_SEGMENTS, SENDS_SEGMENTS -> "leave segments automatic";
      case RECEIVES_BATCHES, SENDS_BATCHES, SOURCES, UNIX -> "";
    };
  }

  /**
   * A datagram that the system refused, with what would help.
   *
   * @param to where it was to go; null if the sender of what it answers has no address
   */
  static SystemCallException undelivered(
      SystemCallException cause, @Nullable SocketAddress to, int length, ErrorCodes codes) {
    String detail = (to == null ? "to nobody" : Addresses.text(to)) + ", " + length + " bytes";
    if (to == null) {
      return told(
          cause,
          detail,
          Kind.ADDRESS_NOT_AVAILABLE,
          codes,
          "the sender of what was answered has no address: it has to bind its socket");
    }
    return switch (cause.codeName()) {
      case "ECONNREFUSED", "ENOENT", "ENOTCONN", "EDESTADDRREQ" ->
          told(cause, detail, Kind.CONNECTION_REFUSED, codes, "is the receiver running?");
      case "EMSGSIZE" ->
          told(
              cause,
              detail,
              cause.kind(),
              codes,
              "SO_SNDBUF bounds a datagram over a Unix socket; on macOS net.local.dgram.maxdgram"
                  + " does too");
      case "EPROTOTYPE" -> told(cause, detail, cause.kind(), codes, OTHER_KIND);
      case "EPERM" -> told(cause, detail, cause.kind(), codes, OTHER_PEER);
      case "EACCES" ->
          told(
              cause,
              detail,
              cause.kind(),
              codes,
              "sending needs the right to write to the file, and to search its folders");
      case "ENAMETOOLONG", "ENOTDIR" ->
          told(cause, detail, Kind.ADDRESS_NOT_AVAILABLE, codes, "choose another path");
      case "EAFNOSUPPORT", "EINVAL" ->
          told(
              cause,
              detail,
              Kind.NOT_SUPPORTED,
              codes,
              "the port is a Unix socket, and sends to" + " such alone");
      default -> told(cause, detail, cause.kind(), codes, "");
    };
  }

  /** What this host's own sockets do not have. */
  static SystemCallException notSupported(String call, String detail, String text, String remedy) {
    return new SystemCallException(call, detail, 0, "EOPNOTSUPP", text, Kind.NOT_SUPPORTED, remedy);
  }

  private static String remedy(
      SystemCallException cause, boolean connects, boolean isName, String engine) {
    return switch (cause.kind()) {
      case ADDRESS_IN_USE ->
          isName
              ? "choose another name, or stop the program that listens there"
              : "another program listens there, or one that was killed has left the file behind:"
                  + " stop it, or remove the file, or listen with removeLeftOverFile(true)";
      case CONNECTION_REFUSED ->
          isName
              ? "is the server running?"
              : "is the server running? The file is there, but nobody listens";
      case PERMISSION_DENIED ->
          connects
              ? "connecting needs the right to write to the file, and to search its folders"
              : "listening needs the right to write to the folder of the file";
      case NOT_SUPPORTED ->
          isName
              ? "names without a file are Linux's, and java.nio has none: use the epoll engine on"
                  + " Linux, or the path of a file"
              : cause.call().equals("bind")
                  ? "a local address is of the same family as the peer's"
                  : "the "
                      + engine
                      + " engine has no Unix sockets here; the nio engine has them on Windows too,"
                      + " and TCP on the loopback interface is everywhere";
      case ADDRESS_NOT_AVAILABLE,
          CONNECTION_RESET,
          TIMED_OUT,
          UNREACHABLE,
          TOO_MANY_DESCRIPTORS,
          NO_RESOURCES,
          BAD_DESCRIPTOR,
          OTHER ->
          "";
    };
  }

  /** A socket option that could not be set or read. */
  static SystemCallException optionFailure(
      SystemCallException cause, String detail, ErrorCodes codes) {
    return cause.kind() == Kind.NOT_SUPPORTED
        ? told(
            cause,
            detail,
            cause.kind(),
            codes,
            cause.call().contains("SO_PEERCRED")
                ? "the epoll and kqueue engines have it; java.nio has names instead of numbers:"
                    + " jdk.net.ExtendedSocketOptions.SO_PEERCRED"
                : "a Unix socket has SO_SNDBUF and SO_RCVBUF, and no options of TCP or IP")
        : cause;
  }

  private static SystemCallException told(
      SystemCallException cause, String detail, Kind kind, ErrorCodes codes, String remedy) {
    return new SystemCallException(
        cause.call(),
        detail,
        cause.code(),
        cause.codeName(),
        codes.text(cause.code()),
        kind,
        remedy);
  }
}
