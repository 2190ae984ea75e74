package dev.ioserver.linux;

import dev.ioserver.linux.FailingCallsTable.Outcome;
import dev.ioserver.linux.FailingCallsTable.Row;
import dev.ioserver.linux.FailingCallsTable.Site;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The engines that are given failing calls, and what each does about each errno: the ERRORS
 * sections of the manual pages, what {@code tcp(7)} and {@code ip(7)} add, and what POSIX allows
 * beside them.
 */
enum FailingEngine {
  EPOLL("## Calls that fail", Map.of(), Set.of()) {
    @Override
    List<Row> rows() {
      return EPOLL_ROWS;
    }
  },

  /**
   * The calls are the JDK's. What it makes for its own selector is left out, as it does not say
   * when that fails.
   */
  NIO(
      "### Over java.nio",
      Map.of(
          Site.ACCEPT, "accept",
          Site.RECEIVE, "read of a socket",
          Site.SEND, "write of a socket",
          Site.GATHER, "writev"),
      Set.of(
          "EAGAIN",
          "EALREADY",
          "EDESTADDRREQ",
          "EISCONN",
          "EMSGSIZE",
          "ENOSR",
          "EPROTONOSUPPORT",
          "EPROTOTYPE",
          "ESOCKTNOSUPPORT")) {
    @Override
    List<Row> rows() {
      return NIO_ROWS;
    }
  };

  private static final String NETWORK = "ENETDOWN ENETUNREACH EHOSTDOWN EHOSTUNREACH";

  /** Each row; the order is the document's. */
  private static final List<Row> EPOLL_ROWS =
      Stream.of(
              FailingCallsTable.rows(Site.RECEIVE, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.RECEIVE, Outcome.WAITS, "EAGAIN"),
              FailingCallsTable.rows(Site.RECEIVE, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              FailingCallsTable.rows(
                  Site.RECEIVE,
                  Outcome.FAILS,
                  "ECONNRESET ECONNREFUSED ETIMEDOUT ENOTCONN EIO EBADF EFAULT EINVAL ENOTSOCK"
                      + " EOPNOTSUPP "
                      + NETWORK),
              FailingCallsTable.rows(Site.SEND, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.SEND, Outcome.WAITS, "EAGAIN"),
              FailingCallsTable.rows(Site.SEND, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              FailingCallsTable.rows(Site.SEND, Outcome.FAILS, sendCodes()),
              FailingCallsTable.rows(Site.GATHER, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.GATHER, Outcome.WAITS, "EAGAIN"),
              FailingCallsTable.rows(Site.GATHER, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              FailingCallsTable.rows(Site.GATHER, Outcome.FAILS, sendCodes()),
              FailingCallsTable.rows(Site.ACCEPT, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.ACCEPT, Outcome.WAITS, "EAGAIN"),
              FailingCallsTable.rows(
                  Site.ACCEPT,
                  Outcome.PASSED_OVER,
                  "ECONNABORTED EPROTO ENOPROTOOPT ENONET " + NETWORK),
              FailingCallsTable.rows(
                  Site.ACCEPT,
                  Outcome.RESTS,
                  "EMFILE ENFILE ENOBUFS ENOMEM EPERM EOPNOTSUPP ETIMEDOUT ENOSR"
                      + " ESOCKTNOSUPPORT EPROTONOSUPPORT"),
              FailingCallsTable.rows(
                  Site.ACCEPT, Outcome.FAILS_LISTENER, "EBADF EFAULT EINVAL ENOTSOCK"),
              FailingCallsTable.rows(
                  Site.SOCKET,
                  Outcome.FAILS,
                  "EMFILE ENFILE ENOBUFS ENOMEM EACCES EAFNOSUPPORT EINVAL EPROTONOSUPPORT"),
              FailingCallsTable.rows(
                  Site.CONNECT_OPTION,
                  Outcome.FAILS,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS ENOMEM"),
              FailingCallsTable.rows(Site.CONNECT, Outcome.UNDER_WAY, "EINTR EINPROGRESS"),
              FailingCallsTable.rows(
                  Site.CONNECT,
                  Outcome.FAILS,
                  "ECONNREFUSED ECONNRESET ETIMEDOUT EADDRNOTAVAIL EADDRINUSE EAGAIN EACCES EPERM"
                      + " EAFNOSUPPORT EALREADY EISCONN EPROTOTYPE ENOBUFS EBADF EFAULT ENOTSOCK "
                      + NETWORK),
              FailingCallsTable.rows(
                  Site.CONNECT_ERROR,
                  Outcome.FAILS,
                  "ECONNREFUSED ECONNRESET ETIMEDOUT EPROTO " + NETWORK),
              FailingCallsTable.rows(
                  Site.CONNECT_ASKED,
                  Outcome.FAILS,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS"),
              FailingCallsTable.rows(Site.CONNECT_PEER, Outcome.WAITS, "ENOTCONN"),
              FailingCallsTable.rows(
                  Site.CONNECT_PEER, Outcome.FAILS, "EBADF EFAULT EINVAL ENOTSOCK ENOBUFS"),
              FailingCallsTable.rows(
                  Site.ACCEPTED_OPTION,
                  Outcome.IGNORED,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS ENOMEM"),
              FailingCallsTable.rows(
                  Site.OPTION, Outcome.TOLD, "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS"),
              FailingCallsTable.rows(
                  Site.REGISTER, Outcome.FAILS, "ENOMEM ENOSPC EPERM EEXIST EBADF EINVAL ELOOP"),
              FailingCallsTable.rows(
                  Site.DEREGISTER, Outcome.IGNORED, "ENOENT EBADF EPERM ENOMEM EINVAL"),
              FailingCallsTable.rows(Site.SHUT, Outcome.IGNORED, "ENOTCONN"),
              FailingCallsTable.rows(Site.SHUT, Outcome.FAILS, "EBADF EINVAL ENOTSOCK ENOBUFS"),
              FailingCallsTable.rows(
                  Site.LINGER, Outcome.IGNORED, "EINVAL ENOPROTOOPT ENOBUFS ENOMEM"),
              FailingCallsTable.rows(
                  Site.CLOSE, Outcome.IGNORED, "EINTR EIO ENOSPC EDQUOT ECONNRESET"),
              FailingCallsTable.rows(Site.WAIT, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.WAIT, Outcome.FAILS_LOOP, "EBADF EFAULT EINVAL"),
              FailingCallsTable.rows(Site.TIMED_WAIT, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.WAKE, Outcome.AT_ONCE, "EINTR"),
              FailingCallsTable.rows(Site.WAKE, Outcome.EMPTIED, "EAGAIN"),
              FailingCallsTable.rows(Site.EMPTY, Outcome.EMPTIED, "EAGAIN EINTR"))
          .flatMap(List::stream)
          .toList();

  private static final List<Row> NIO_ROWS =
      EPOLL_ROWS.stream().filter(FailingEngine::isOfNio).toList();

  private final String heading;
  private final Map<Site, String> calls;
  private final Set<String> nameless;

  FailingEngine(String heading, Map<Site, String> calls, Set<String> nameless) {
    this.heading = heading;
    this.calls = calls.isEmpty() ? Map.of() : new EnumMap<>(calls);
    this.nameless = nameless;
  }

  /** Each row; the order is the document's. */
  abstract List<Row> rows();

  /** What stands over its table in the document. */
  String heading() {
    return heading;
  }

  /** The call that is made at a site, as {@link FailingCalls} has it. */
  String call(Site site) {
    return calls.getOrDefault(site, site.call);
  }

  /** The call that is made at a site, as the document has it. */
  String title(Site site) {
    String call = calls.get(site);
    return call == null ? site.title : "`" + call.split(" ", 2)[0] + "`";
  }

  /** The call that a failure names. */
  String named(Site site) {
    return switch (site) {
      case CONNECT_ERROR, CONNECT_ASKED, CONNECT_PEER -> "connect";
      case CONNECT_OPTION -> this == NIO ? "setsockopt" : "setsockopt(TCP_NODELAY)";
      case REGISTER -> "epoll_ctl";
      case WAIT -> this == NIO ? "select" : "epoll_wait";
      default -> call(site).split(" ", 2)[0];
    };
  }

  /**
   * How often a loop that has failed may wait once more: java.nio lets go of a channel when its
   * selector selects. A failed loop here has a listener and a port.
   */
  int waitsToEnd() {
    return this == NIO ? 4 : 0;
  }

  /** Whether the engine knows the number of an errno, and not only what it says. */
  boolean knows(String errno) {
    return !nameless.contains(errno);
  }

  private static boolean isOfNio(Row row) {
    return switch (row.site()) {
      // The first is not said, the second not called; the others are the selector's own.
      case REGISTER, CONNECT_PEER, TIMED_WAIT, WAKE, EMPTY -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** {@code send(2)}, and what a connection adds. EPIPE after a reset is a failure as any other. */
  private static String sendCodes() {
    return "EPIPE ECONNRESET ETIMEDOUT ENOTCONN EIO EACCES EPERM EALREADY EBADF EDESTADDRREQ EFAULT"
        + " EINVAL EISCONN EMSGSIZE ENOTSOCK EOPNOTSUPP "
        + NETWORK;
  }
}
