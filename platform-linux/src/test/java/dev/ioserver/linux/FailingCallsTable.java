package dev.ioserver.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the engine does about each errno of each call of the data path: the ERRORS sections of the
 * manual pages, what {@code tcp(7)} and {@code ip(7)} add, and what POSIX allows beside them.
 */
final class FailingCallsTable {

  /** What the engine does. */
  enum Outcome {
    AT_ONCE("is made again at once"),
    WAITS("is made again when the kernel reports readiness"),
    PAUSES("is made again after a pause; if it goes on, the port fails"),
    FAILS("the port fails"),
    UNDER_WAY("the connect is under way: its outcome is waited for"),
    PASSED_OVER("this connection is dropped, the next one is accepted"),
    RESTS("the listener says so once, rests, and accepts again"),
    FAILS_LISTENER("the listener fails; its ports live on"),
    IGNORED("is passed over: the port goes on, or closes as asked"),
    TOLD("whoever asked gets the exception; the port goes on"),
    EMPTIED("the counter is read, and the write made again"),
    FAILS_LOOP("the loop ends and names the cause; its ports are told");

    final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  /** Where a call is made. */
  enum Site {
    ACCEPT("accept4"),
    RECEIVE("recv"),
    SEND("send"),
    GATHER("sendmsg"),
    SHUT("shutdown"),
    CLOSE("close"),
    REGISTER("epoll_ctl ADD"),
    DEREGISTER("epoll_ctl DEL"),
    WAIT("epoll_wait"),
    TIMED_WAIT("epoll_pwait2"),
    WAKE("write", "`write` to the eventfd"),
    EMPTY("read", "`read` of the full eventfd"),
    SOCKET("socket"),
    CONNECT("connect"),
    CONNECT_ERROR("SO_ERROR", "`SO_ERROR` after a connect"),
    CONNECT_ASKED("getsockopt", "`getsockopt` after a connect"),
    CONNECT_PEER("getpeername", "`getpeername` after a connect"),
    CONNECT_OPTION("setsockopt", "`setsockopt` before a connect"),
    ACCEPTED_OPTION("setsockopt", "`setsockopt` of an accepted port"),
    LINGER("setsockopt", "`setsockopt` of `SO_LINGER` in an abort"),
    OPTION("getsockopt", "`getsockopt` for an owner");

    /** The call as {@link FailingCalls} has it. */
    final String call;

    /** The call as the document has it. */
    final String title;

    Site(String call) {
      this(call, "`" + call + "`");
    }

    Site(String call, String title) {
      this.call = call;
      this.title = title;
    }
  }

  /** One errno of one call. */
  record Row(Site site, String errno, Outcome outcome) {
    int code() {
      return FailingCalls.number(errno);
    }

    @Override
    public String toString() {
      return site + " " + errno + " " + outcome;
    }
  }

  private static final String NETWORK = "ENETDOWN ENETUNREACH EHOSTDOWN EHOSTUNREACH";

  /** Each row; the order is the document's. */
  static final List<Row> ROWS =
      Stream.of(
              rows(Site.RECEIVE, Outcome.AT_ONCE, "EINTR"),
              rows(Site.RECEIVE, Outcome.WAITS, "EAGAIN"),
              rows(Site.RECEIVE, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              rows(
                  Site.RECEIVE,
                  Outcome.FAILS,
                  "ECONNRESET ECONNREFUSED ETIMEDOUT ENOTCONN EIO EBADF EFAULT EINVAL ENOTSOCK"
                      + " EOPNOTSUPP "
                      + NETWORK),
              rows(Site.SEND, Outcome.AT_ONCE, "EINTR"),
              rows(Site.SEND, Outcome.WAITS, "EAGAIN"),
              rows(Site.SEND, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              rows(Site.SEND, Outcome.FAILS, sendCodes()),
              rows(Site.GATHER, Outcome.AT_ONCE, "EINTR"),
              rows(Site.GATHER, Outcome.WAITS, "EAGAIN"),
              rows(Site.GATHER, Outcome.PAUSES, "ENOBUFS ENOMEM"),
              rows(Site.GATHER, Outcome.FAILS, sendCodes()),
              rows(Site.ACCEPT, Outcome.AT_ONCE, "EINTR"),
              rows(Site.ACCEPT, Outcome.WAITS, "EAGAIN"),
              rows(
                  Site.ACCEPT,
                  Outcome.PASSED_OVER,
                  "ECONNABORTED EPROTO ENOPROTOOPT ENONET " + NETWORK),
              rows(
                  Site.ACCEPT,
                  Outcome.RESTS,
                  "EMFILE ENFILE ENOBUFS ENOMEM EPERM EOPNOTSUPP ETIMEDOUT ENOSR"
                      + " ESOCKTNOSUPPORT EPROTONOSUPPORT"),
              rows(Site.ACCEPT, Outcome.FAILS_LISTENER, "EBADF EFAULT EINVAL ENOTSOCK"),
              rows(
                  Site.SOCKET,
                  Outcome.FAILS,
                  "EMFILE ENFILE ENOBUFS ENOMEM EACCES EAFNOSUPPORT EINVAL EPROTONOSUPPORT"),
              rows(
                  Site.CONNECT_OPTION,
                  Outcome.FAILS,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS ENOMEM"),
              rows(Site.CONNECT, Outcome.UNDER_WAY, "EINTR EINPROGRESS"),
              rows(
                  Site.CONNECT,
                  Outcome.FAILS,
                  "ECONNREFUSED ECONNRESET ETIMEDOUT EADDRNOTAVAIL EADDRINUSE EAGAIN EACCES EPERM"
                      + " EAFNOSUPPORT EALREADY EISCONN EPROTOTYPE ENOBUFS EBADF EFAULT ENOTSOCK "
                      + NETWORK),
              rows(
                  Site.CONNECT_ERROR,
                  Outcome.FAILS,
                  "ECONNREFUSED ECONNRESET ETIMEDOUT EPROTO " + NETWORK),
              rows(
                  Site.CONNECT_ASKED,
                  Outcome.FAILS,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS"),
              rows(Site.CONNECT_PEER, Outcome.WAITS, "ENOTCONN"),
              rows(Site.CONNECT_PEER, Outcome.FAILS, "EBADF EFAULT EINVAL ENOTSOCK ENOBUFS"),
              rows(
                  Site.ACCEPTED_OPTION,
                  Outcome.IGNORED,
                  "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS ENOMEM"),
              rows(Site.OPTION, Outcome.TOLD, "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK ENOBUFS"),
              rows(Site.REGISTER, Outcome.FAILS, "ENOMEM ENOSPC EPERM EEXIST EBADF EINVAL ELOOP"),
              rows(Site.DEREGISTER, Outcome.IGNORED, "ENOENT EBADF EPERM ENOMEM EINVAL"),
              rows(Site.SHUT, Outcome.IGNORED, "ENOTCONN"),
              rows(Site.SHUT, Outcome.FAILS, "EBADF EINVAL ENOTSOCK ENOBUFS"),
              rows(Site.LINGER, Outcome.IGNORED, "EINVAL ENOPROTOOPT ENOBUFS ENOMEM"),
              rows(Site.CLOSE, Outcome.IGNORED, "EINTR EIO ENOSPC EDQUOT ECONNRESET"),
              rows(Site.WAIT, Outcome.AT_ONCE, "EINTR"),
              rows(Site.WAIT, Outcome.FAILS_LOOP, "EBADF EFAULT EINVAL"),
              rows(Site.TIMED_WAIT, Outcome.AT_ONCE, "EINTR"),
              rows(Site.WAKE, Outcome.AT_ONCE, "EINTR"),
              rows(Site.WAKE, Outcome.EMPTIED, "EAGAIN"),
              rows(Site.EMPTY, Outcome.EMPTIED, "EAGAIN EINTR"))
          .flatMap(List::stream)
          .toList();

  private FailingCallsTable() {}

  /** The table as the document has it: a line for each call and outcome. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| call | errno | what the engine does |");
    lines.add("|---|---|---|");
    int from = 0;
    for (int i = 1; i <= ROWS.size(); i++) {
      Row first = ROWS.get(from);
      if (i == ROWS.size()
          || ROWS.get(i).site != first.site
          || ROWS.get(i).outcome != first.outcome) {
        lines.addAll(lines(ROWS.subList(from, i)));
        from = i;
      }
    }
    return lines;
  }

  /** One outcome of one call, in lines that fit. */
  private static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    String end = " | " + rows.getFirst().outcome.text + " |";
    StringBuilder line = new StringBuilder();
    for (Row row : rows) {
      if (line.length() + row.errno.length() + 1 + end.length() > 120) {
        lines.add(line + end);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "| " + row.site.title + " | " : " ").append(row.errno);
    }
    lines.add(line + end);
    return lines;
  }

  /** {@code send(2)}, and what a connection adds. EPIPE after a reset is a failure as any other. */
  private static String sendCodes() {
    return "EPIPE ECONNRESET ETIMEDOUT ENOTCONN EIO EACCES EPERM EALREADY EBADF EDESTADDRREQ EFAULT"
        + " EINVAL EISCONN EMSGSIZE ENOTSOCK EOPNOTSUPP "
        + NETWORK;
  }

  private static List<Row> rows(Site site, Outcome outcome, String codes) {
    return Stream.of(codes.split(" ", -1)).map(code -> new Row(site, code, outcome)).toList();
  }
}
