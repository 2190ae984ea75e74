package dev.ioserver.linux;

import dev.ioserver.linux.FailingCallsTable.Outcome;
import dev.ioserver.linux.FailingCallsTable.Row;
import dev.ioserver.linux.FailingCallsTable.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One row of the table after the other, in a process under load. */
final class FailingRows {

  /** How often a call fails that is then to succeed. */
  private static final int TIMES = 3;

  /** How often, where any call of a loop may be the one. */
  private static final int MANY_TIMES = 30;

  /** Tries of a call that always fails which follow each other faster would be a spin. */
  private static final int LEAST_PAUSE_MILLIS = 5;

  private final FailingRun run;

  FailingRows(FailingRun run) {
    this.run = run;
  }

  void check(Row row) throws Exception {
    run.attempt(
        row.toString(),
        () -> {
          switch (row.site()) {
            case ACCEPT -> accept(row);
            case SOCKET, CONNECT, CONNECT_ERROR, CONNECT_ASKED, CONNECT_PEER, CONNECT_OPTION ->
                connect(row);
            case WAIT, TIMED_WAIT, WAKE, EMPTY -> wait(row);
            default -> accepted(row);
          }
        });
  }

  /** A call on an accepted connection. */
  private void accepted(Row row) throws Exception {
    int times =
        switch (row.outcome()) {
          case FAILS, TOLD -> 1;
          case IGNORED -> FailingCalls.FOREVER;
          default -> TIMES;
        };
    int to = row.site() == Site.ACCEPTED_OPTION ? run.acknowledging : run.listener;
    try (CheckedEcho peer = CheckedEcho.bound(run.seed);
        FailingRun.Group group = run.new Group(peer.localPort());
        var rule = run.rule(row).group(group.number).times(times).on()) {
      FailingProcess.End end = run.process.fresh("port " + peer.localPort());
      boolean ended = false;
      try {
        peer.connect(to);
        peer.exchange(100);
        peer.exchange(row.site() == Site.GATHER ? CheckedEcho.MANY_BYTES : 5_000);
        switch (row.site()) {
          case LINGER -> {
            run.process.tell("abort " + peer.localPort());
            peer.expectEnd();
          }
          case OPTION -> {
            run.process.tell("option " + peer.localPort());
            String answer = run.process.answer("option " + peer.localPort() + " ");
            run.require(
                row, answer.startsWith("refused getsockopt(SO_RCVBUF) " + row.code()), answer);
            peer.exchange(100);
            peer.finish();
          }
          default -> peer.finish();
        }
      } catch (IOException e) {
        ended = true;
        run.require(row, row.outcome() == Outcome.FAILS, "the connection ended: " + e);
      }
      run.require(row, end.comes(), "no Closed");
      if (row.outcome() == Outcome.FAILS) {
        run.require(row, ended || row.site() == Site.SHUT, "the peer saw no end");
        failure(row, end, "127.0.0.1:" + peer.localPort());
      } else {
        run.require(row, end.failures.isEmpty(), "failed: " + end.failures);
      }
      counted(row, rule, times);
    }
  }

  private void connect(Row row) throws Exception {
    String tag = "connect " + run.tags.incrementAndGet();
    boolean fails = row.outcome() == Outcome.FAILS;
    int times = fails ? 1 : row.site() == Site.CONNECT ? 1 : TIMES;
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        FailingRun.Group group = run.new Group(server.getLocalPort());
        var rule = run.rule(row).times(times)) {
      // Before it connects a socket has no address to tell it by.
      if (row.site() != Site.SOCKET && row.site() != Site.CONNECT_OPTION) {
        rule.group(group.number);
      }
      rule.on();
      FailingProcess.End end = run.process.fresh(tag);
      run.process.tell("connect " + server.getLocalPort() + tag.substring(7));
      if (fails) {
        run.require(row, end.comes(), "no Closed");
        failure(row, end, "127.0.0.1:" + server.getLocalPort());
      } else {
        run.process.answer("connected " + tag);
        try (CheckedEcho peer = new CheckedEcho(server.accept(), run.seed)) {
          peer.exchange(1_000);
          peer.finish();
        }
        run.require(row, end.comes(), "no Closed");
        run.require(row, end.failures.isEmpty(), "failed: " + end.failures);
      }
      counted(row, rule, times);
    }
  }

  private void accept(Row row) throws Exception {
    int own = run.listen("");
    FailingProcess.End end = run.process.end("listener " + own);
    boolean passedOver = row.outcome() == Outcome.PASSED_OVER;
    int times = passedOver || row.outcome() == Outcome.FAILS_LISTENER ? 1 : TIMES;
    try (CheckedEcho before = CheckedEcho.bound(run.seed).connect(own);
        CheckedEcho peer = CheckedEcho.bound(run.seed);
        FailingRun.Group group = run.new Group(passedOver ? peer.localPort() : own);
        var rule = run.rule(row).group(group.number).times(times)) {
      before.exchange(100);
      if (passedOver) {
        rule.takes();
      }
      rule.on();
      boolean served = exchanges(peer, own);
      switch (row.outcome()) {
        case PASSED_OVER -> {
          run.require(row, !served, "the connection was accepted");
          try (CheckedEcho next = CheckedEcho.bound(run.seed).connect(own)) {
            next.exchange(100);
            next.finish();
          }
          run.require(row, end.failures.isEmpty(), "the listener said " + end.failures);
        }
        case RESTS -> {
          run.require(row, served, "was not accepted");
          failure(row, end, "127.0.0.1:" + own);
        }
        case FAILS_LISTENER -> {
          run.require(row, !served, "the connection was accepted");
          run.require(row, end.comes(), "no Closed");
          failure(row, end, "127.0.0.1:" + own);
        }
        default -> {
          run.require(row, served, "was not accepted");
          run.require(row, end.failures.isEmpty(), "the listener said " + end.failures);
        }
      }
      before.exchange(100);
      before.finish();
      counted(row, rule, times);
    } finally {
      run.process.tell("close " + own);
      run.require(row, end.comes(), "the listener was not closed");
    }
  }

  /** What a loop calls for all its ports. */
  private void wait(Row row) throws Exception {
    if (row.outcome() == Outcome.FAILS_LOOP) {
      return;
    }
    boolean ticks = row.site() == Site.TIMED_WAIT;
    run.process.tell(ticks ? "tick" : "ping 0");
    try (var rule = run.rule(row).times(MANY_TIMES);
        // More than are counted: the first write of a wake is followed by no read.
        var full = run.calls.rule("write", FailingCalls.number("EAGAIN")).times(2 * MANY_TIMES);
        CheckedEcho peer = CheckedEcho.bound(run.seed).connect(run.listener)) {
      rule.on();
      if (row.site() == Site.EMPTY) {
        full.on();
      }
      long deadline =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FailingProcess.PATIENCE_MILLIS);
      while (rule.failed() < MANY_TIMES && System.nanoTime() - deadline < 0) {
        peer.exchange(100);
        int tag = run.tags.incrementAndGet();
        run.process.tell("ping " + tag);
        run.process.answer("pong " + tag);
      }
      peer.finish();
      counted(row, rule, MANY_TIMES);
    } finally {
      run.process.tell(ticks ? "untick" : "ping 0");
    }
  }

  /** Calls that never succeed, all at once: each takes its time. */
  void failForGood() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Row row : rows(Outcome.PAUSES)) {
      threads.add(start(row, () -> lasts(row)));
    }
    for (Row row : rows(Outcome.RESTS)) {
      threads.add(start(row, () -> keepsResting(row)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread start(Row row, FailingRun.Step step) {
    return Thread.ofPlatform().start(() -> run.attempt(row + ", for good", step));
  }

  /** A transient failure of data that never passes. */
  private void lasts(Row row) throws Exception {
    try (CheckedEcho peer = CheckedEcho.bound(run.seed);
        FailingRun.Group group = run.new Group(peer.localPort());
        var rule = run.rule(row).group(group.number).on()) {
      FailingProcess.End end = run.process.fresh("port " + peer.localPort());
      long begin = System.nanoTime();
      try {
        peer.connect(run.listener);
        peer.exchange(row.site() == Site.GATHER ? CheckedEcho.MANY_BYTES : 100);
        run.problem(row, "went well although the call always failed");
      } catch (IOException e) {
        // The end that is to come.
      }
      run.require(row, end.comes(), "no Closed");
      failure(row, end, "127.0.0.1:" + peer.localPort());
      run.require(row, rule.failed() > 1, "was not tried again");
      rests(row, rule, begin);
    }
  }

  /** An accept that never succeeds. */
  private void keepsResting(Row row) throws Exception {
    int own = run.listen("");
    FailingProcess.End end = run.process.end("listener " + own);
    try (CheckedEcho peer = CheckedEcho.bound(run.seed);
        FailingRun.Group group = run.new Group(own);
        var rule = run.rule(row).group(group.number).on()) {
      long begin = System.nanoTime();
      peer.connect(own);
      run.require(row, end.fails(), "nothing was said");
      Thread.sleep(200);
      rests(row, rule, begin);
      rule.off();
      peer.exchange(100);
      peer.finish();
      run.require(row, end.failures.size() == 1, "said " + end.failures);
    } finally {
      run.process.tell("close " + own);
      run.require(row, end.comes(), "the listener was not closed");
    }
  }

  /** However slow this machine is: between two tries there was a pause. */
  private void rests(Row row, FailingCalls.Rule rule, long begin) {
    int tries = rule.failed();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    run.require(
        row, tries <= millis / LEAST_PAUSE_MILLIS + 5, tries + " tries in " + millis + " ms");
  }

  void failsLoop(Row row) throws Exception {
    run.process.tell("doomed");
    int own = run.listening();
    FailingProcess.End end = run.process.end("listener " + own);
    try (CheckedEcho peer = CheckedEcho.bound(run.seed);
        var rule = run.rule(row).descriptor(run.calls.lastEpoll())) {
      FailingProcess.End port = run.process.fresh("port " + peer.localPort());
      peer.connect(own).exchange(100);
      rule.on();
      try {
        peer.exchange(100);
        peer.finish();
      } catch (IOException e) {
        // Whether the echo still comes is up to where the loop is.
      }
      String cause = run.process.answer("doomed ");
      run.require(
          row, cause.contains(run.engine.named(row.site())) && cause.contains(row.errno()), cause);
      run.require(row, end.comes() && port.comes(), "no Closed");
      run.require(
          row,
          !port.failures.isEmpty() && port.failures.getFirst().contains(row.errno()),
          "the port says " + port.failures);
      int most = 1 + run.engine.waitsToEnd();
      run.require(row, rule.failed() >= 1 && rule.failed() <= most, rule.failed() + " tries");
    }
  }

  private static boolean exchanges(CheckedEcho peer, int port) {
    try {
      peer.connect(port);
      peer.exchange(100);
      peer.finish();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** It failed once, with this call, code and address. */
  private void failure(Row row, FailingProcess.End end, String address)
      throws InterruptedException {
    if (!end.fails()) {
      run.problem(row, "no Failed");
      return;
    }
    String said = end.failures.getFirst();
    run.require(row, said.startsWith(run.engine.named(row.site()) + " "), "said " + said);
    if (run.engine.knows(row.errno())) {
      run.require(row, said.split(" ", 3)[1].equals(row.code() + ""), "said " + said);
    }
    run.require(row, said.contains(address), "the address is not " + address + " in " + said);
    run.require(row, end.failures.size() == 1, "said more than once: " + end.failures);
  }

  private void counted(Row row, FailingCalls.Rule rule, int times) {
    int failed = rule.failed();
    run.require(
        row,
        times == FailingCalls.FOREVER ? failed > 0 : failed == times,
        failed + " calls failed instead of " + times);
  }

  List<Row> rows(Outcome outcome) {
    return run.engine.rows().stream().filter(row -> row.outcome() == outcome).toList();
  }
}
