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
    CONNECT_OPTION("setsockopt before a connect", "`setsockopt` before a connect"),
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

  private FailingCallsTable() {}

  /** The table as the document has it: a line for each call and outcome. */
  static List<String> lines(FailingEngine engine) {
    List<Row> all = engine.rows();
    List<String> lines = new ArrayList<>();
    lines.add("| call | errno | what the engine does |");
    lines.add("|---|---|---|");
    int from = 0;
    for (int i = 1; i <= all.size(); i++) {
      Row first = all.get(from);
      if (i == all.size() || all.get(i).site != first.site || all.get(i).outcome != first.outcome) {
        lines.addAll(lines(engine, all.subList(from, i)));
        from = i;
      }
    }
    return lines;
  }

  /** One outcome of one call, in lines that fit. */
  private static List<String> lines(FailingEngine engine, List<Row> rows) {
    List<String> lines = new ArrayList<>();
    String end = " | " + rows.getFirst().outcome.text + " |";
    StringBuilder line = new StringBuilder();
    for (Row row : rows) {
      if (line.length() + row.errno.length() + 1 + end.length() > 120) {
        lines.add(line + end);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "| " + engine.title(row.site) + " | " : " ").append(row.errno);
    }
    lines.add(line + end);
    return lines;
  }

  /** A row for each of the codes. */
  static List<Row> rows(Site site, Outcome outcome, String codes) {
    return Stream.of(codes.split(" ", -1)).map(code -> new Row(site, code, outcome)).toList();
  }
}
