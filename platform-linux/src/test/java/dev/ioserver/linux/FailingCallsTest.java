package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.linux.FailingCallsTable.Outcome;
import dev.ioserver.linux.FailingCallsTable.Row;
import dev.ioserver.linux.FailingCallsTable.Site;
import dev.ioserver.testkit.fixture.Shape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of the data path fails with each errno that it may have, in a server under load: first
 * one at a time, then in mixtures. The engine does what {@link FailingCallsTable} says; all other
 * connections are correct; afterwards nothing spins and nothing is left.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingCallsTest {

  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");

  /** How often a call fails that is then to succeed. */
  private static final int TIMES = 3;

  /** How often, where any call of a loop may be the one. */
  private static final int MANY_TIMES = 30;

  /** Tries of a call that always fails which follow each other faster would be a spin. */
  private static final int LEAST_PAUSE_MILLIS = 5;

  /** Problems after which no more are looked for. */
  private static final int ENOUGH = 30;

  private static final int LOAD_THREADS = 4;
  private static final int MIXED_THREADS = 6;
  private static final int MIXED_ROWS = 14;
  private static final int MIXTURES = STRESS ? 60 : 3;
  private static final int MIXTURE_MILLIS = STRESS ? 5_000 : 700;

  /** The group of all connections that a mixture is about; those of single rows are below. */
  private static final int MIXED = 251;

  private static final String HEADING = "## Calls that fail";

  @TempDir private Path folder;

  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger tags = new AtomicInteger();
  private FailingCalls calls;
  private FailingProcess process;
  private int listener;
  private int acknowledging;
  private int descriptors;
  private long seed;

  @AfterEach
  void endProcess() throws IOException {
    if (process != null) {
      process.close();
      if (!problems.isEmpty()) {
        System.out.println(process.errors());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyErrnoOfEveryCall(Shape shape) throws Exception {
    start(shape);
    try (Load load = new Load()) {
      Site before = null;
      for (Row row : FailingCallsTable.ROWS) {
        assertTrue(problems.size() < ENOUGH, () -> String.join("\n", problems));
        if (row.site() != before || STRESS) {
          load.pause();
          atRest(before + " rows");
          load.goOn();
        }
        before = row.site();
        check(row);
      }
      failForGood();
      load.pause();
      atRest("all rows");
      for (Row row : rows(Outcome.FAILS_LOOP)) {
        attempt(row.toString(), () -> failsLoop(row));
      }
      atRest("loops that failed");
      end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void mixturesOfErrnos(Shape shape) throws Exception {
    start(shape);
    try (Load load = new Load()) {
      for (int i = 0; i < MIXTURES && problems.isEmpty(); i++) {
        mixture(seed + i);
        load.pause();
        fresh(20);
        atRest("the mixture of seed " + (seed + i));
        load.goOn();
      }
    }
    end();
  }

  /** Each row is in the document, and each line of the document's table is one of the rows. */
  @Test
  void documentHasTheTable() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    List<String> table = null;
    try (Stream<Path> documents = Files.list(root.resolve("docs"))) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        List<String> lines = Files.readAllLines(document);
        int heading = lines.indexOf(HEADING);
        if (heading >= 0) {
          assertEquals(null, table, "two documents with '" + HEADING + "'");
          table =
              lines.stream()
                  .skip(heading)
                  .dropWhile(line -> !line.startsWith("|"))
                  .takeWhile(line -> line.startsWith("|"))
                  .toList();
        }
      }
    }
    assertEquals(
        String.join("\n", FailingCallsTable.lines()),
        table == null ? "no document with '" + HEADING + "'" : String.join("\n", table));
  }

  private void start(Shape shape) throws Exception {
    Path library = FailingCalls.compile("failing_calls", folder);
    if (library == null) {
      System.out.println("!! SKIPPED [epoll] FailingCallsTest there is no C compiler");
      Assumptions.abort("no C compiler");
    }
    seed = Long.getLong("ioserver.seed", System.nanoTime());
    System.out.println("FailingCallsTest " + shape + " -Dioserver.seed=" + seed);
    Path schedule = folder.resolve("schedule-" + shape);
    calls = FailingCalls.create(schedule);
    process = new FailingProcess(library, schedule, shape, folder);
    listener = listen("");
    acknowledging = listen(" acknowledging");
    assertTrue(calls.isLoaded(), "the library was not preloaded");
    fresh(20);
    descriptors = Integer.parseInt(rest()[1]);
  }

  private void end() throws Exception {
    String end = process.end();
    assertEquals("ended with 0", end, process.errors());
    assertEquals("0", process.answer("over "), "messages that were not released");
    process.wrong().forEach(this::problem);
    if (calls.badCloses() != 0) {
      problem(calls.badCloses() + " closes of what was closed");
    }
    assertEquals("", String.join("\n", problems));
  }

  private void check(Row row) throws Exception {
    attempt(
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
    int to = row.site() == Site.ACCEPTED_OPTION ? acknowledging : listener;
    try (CheckedEcho peer = CheckedEcho.bound(seed);
        Group group = new Group(peer.localPort());
        var rule = rule(row).group(group.number).times(times).on()) {
      FailingProcess.End end = process.fresh("port " + peer.localPort());
      boolean ended = false;
      try {
        peer.connect(to);
        peer.exchange(100);
        peer.exchange(row.site() == Site.GATHER ? CheckedEcho.MANY_BYTES : 5_000);
        switch (row.site()) {
          case LINGER -> {
            process.tell("abort " + peer.localPort());
            peer.expectEnd();
          }
          case OPTION -> {
            process.tell("option " + peer.localPort());
            String answer = process.answer("option " + peer.localPort() + " ");
            require(row, answer.startsWith("refused getsockopt(SO_RCVBUF) " + row.code()), answer);
            peer.exchange(100);
            peer.finish();
          }
          default -> peer.finish();
        }
      } catch (IOException e) {
        ended = true;
        require(row, row.outcome() == Outcome.FAILS, "the connection ended: " + e);
      }
      require(row, end.comes(), "no Closed");
      if (row.outcome() == Outcome.FAILS) {
        require(row, ended || row.site() == Site.SHUT, "the peer saw no end");
        failure(row, end, "127.0.0.1:" + peer.localPort());
      } else {
        require(row, end.failures.isEmpty(), "failed: " + end.failures);
      }
      counted(row, rule, times);
    }
  }

  private void connect(Row row) throws Exception {
    String tag = "connect " + tags.incrementAndGet();
    boolean fails = row.outcome() == Outcome.FAILS;
    int times = fails ? 1 : row.site() == Site.CONNECT ? 1 : TIMES;
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Group group = new Group(server.getLocalPort());
        var rule = rule(row).times(times)) {
      // Before it connects a socket has no address to tell it by.
      if (row.site() != Site.SOCKET && row.site() != Site.CONNECT_OPTION) {
        rule.group(group.number);
      }
      rule.on();
      FailingProcess.End end = process.fresh(tag);
      process.tell("connect " + server.getLocalPort() + tag.substring(7));
      if (fails) {
        require(row, end.comes(), "no Closed");
        failure(row, end, "127.0.0.1:" + server.getLocalPort());
      } else {
        process.answer("connected " + tag);
        try (CheckedEcho peer = new CheckedEcho(server.accept(), seed)) {
          peer.exchange(1_000);
          peer.finish();
        }
        require(row, end.comes(), "no Closed");
        require(row, end.failures.isEmpty(), "failed: " + end.failures);
      }
      counted(row, rule, times);
    }
  }

  private void accept(Row row) throws Exception {
    int own = listen("");
    FailingProcess.End end = process.end("listener " + own);
    boolean passedOver = row.outcome() == Outcome.PASSED_OVER;
    int times = passedOver || row.outcome() == Outcome.FAILS_LISTENER ? 1 : TIMES;
    try (CheckedEcho before = CheckedEcho.bound(seed).connect(own);
        CheckedEcho peer = CheckedEcho.bound(seed);
        Group group = new Group(passedOver ? peer.localPort() : own);
        var rule = rule(row).group(group.number).times(times)) {
      before.exchange(100);
      if (passedOver) {
        rule.takes();
      }
      rule.on();
      boolean served = exchanges(peer, own);
      switch (row.outcome()) {
        case PASSED_OVER -> {
          require(row, !served, "the connection was accepted");
          try (CheckedEcho next = CheckedEcho.bound(seed).connect(own)) {
            next.exchange(100);
            next.finish();
          }
          require(row, end.failures.isEmpty(), "the listener said " + end.failures);
        }
        case RESTS -> {
          require(row, served, "was not accepted");
          failure(row, end, "127.0.0.1:" + own);
        }
        case FAILS_LISTENER -> {
          require(row, !served, "the connection was accepted");
          require(row, end.comes(), "no Closed");
          failure(row, end, "127.0.0.1:" + own);
        }
        default -> {
          require(row, served, "was not accepted");
          require(row, end.failures.isEmpty(), "the listener said " + end.failures);
        }
      }
      before.exchange(100);
      before.finish();
      counted(row, rule, times);
    } finally {
      process.tell("close " + own);
      require(row, end.comes(), "the listener was not closed");
    }
  }

  /** What a loop calls for all its ports. */
  private void wait(Row row) throws Exception {
    if (row.outcome() == Outcome.FAILS_LOOP) {
      return;
    }
    boolean ticks = row.site() == Site.TIMED_WAIT;
    process.tell(ticks ? "tick" : "ping 0");
    try (var rule = rule(row).times(MANY_TIMES);
        // More than are counted: the first write of a wake is followed by no read.
        var full = calls.rule("write", FailingCalls.number("EAGAIN")).times(2 * MANY_TIMES);
        CheckedEcho peer = CheckedEcho.bound(seed).connect(listener)) {
      rule.on();
      if (row.site() == Site.EMPTY) {
        full.on();
      }
      long deadline =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FailingProcess.PATIENCE_MILLIS);
      while (rule.failed() < MANY_TIMES && System.nanoTime() - deadline < 0) {
        peer.exchange(100);
        int tag = tags.incrementAndGet();
        process.tell("ping " + tag);
        process.answer("pong " + tag);
      }
      peer.finish();
      counted(row, rule, MANY_TIMES);
    } finally {
      process.tell(ticks ? "untick" : "ping 0");
    }
  }

  /** A transient failure of data that never passes. */
  private void lasts(Row row) throws Exception {
    try (CheckedEcho peer = CheckedEcho.bound(seed);
        Group group = new Group(peer.localPort());
        var rule = rule(row).group(group.number).on()) {
      FailingProcess.End end = process.fresh("port " + peer.localPort());
      long begin = System.nanoTime();
      try {
        peer.connect(listener);
        peer.exchange(row.site() == Site.GATHER ? CheckedEcho.MANY_BYTES : 100);
        problem(row, "went well although the call always failed");
      } catch (IOException e) {
        // The end that is to come.
      }
      require(row, end.comes(), "no Closed");
      failure(row, end, "127.0.0.1:" + peer.localPort());
      require(row, rule.failed() > 1, "was not tried again");
      rests(row, rule, begin);
    }
  }

  /** An accept that never succeeds. */
  private void keepsResting(Row row) throws Exception {
    int own = listen("");
    FailingProcess.End end = process.end("listener " + own);
    try (CheckedEcho peer = CheckedEcho.bound(seed);
        Group group = new Group(own);
        var rule = rule(row).group(group.number).on()) {
      long begin = System.nanoTime();
      peer.connect(own);
      require(row, end.fails(), "nothing was said");
      Thread.sleep(200);
      rests(row, rule, begin);
      rule.off();
      peer.exchange(100);
      peer.finish();
      require(row, end.failures.size() == 1, "said " + end.failures);
    } finally {
      process.tell("close " + own);
      require(row, end.comes(), "the listener was not closed");
    }
  }

  /** However slow this machine is: between two tries there was a pause. */
  private void rests(Row row, FailingCalls.Rule rule, long begin) {
    int tries = rule.failed();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    require(row, tries <= millis / LEAST_PAUSE_MILLIS + 5, tries + " tries in " + millis + " ms");
  }

  private void failsLoop(Row row) throws Exception {
    process.tell("doomed");
    int own = listening();
    FailingProcess.End end = process.end("listener " + own);
    try (CheckedEcho peer = CheckedEcho.bound(seed);
        var rule = rule(row).descriptor(calls.lastEpoll())) {
      FailingProcess.End port = process.fresh("port " + peer.localPort());
      peer.connect(own).exchange(100);
      rule.on();
      try {
        peer.exchange(100);
        peer.finish();
      } catch (IOException e) {
        // Whether the echo still comes is up to where the loop is.
      }
      String cause = process.answer("doomed ");
      require(row, cause.contains("epoll_wait") && cause.contains(row.errno()), cause);
      require(row, end.comes() && port.comes(), "no Closed");
      require(
          row,
          !port.failures.isEmpty() && port.failures.getFirst().contains(row.errno()),
          "the port says " + port.failures);
      require(row, rule.failed() == 1, rule.failed() + " tries");
    }
  }

  /** Any of the rows, one call in some, on the connections of a group. */
  private void mixture(long seed) throws Exception {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>(FailingCallsTable.ROWS);
    rows.removeIf(
        row -> row.outcome() == Outcome.FAILS_LISTENER || row.outcome() == Outcome.FAILS_LOOP);
    Collections.shuffle(rows, random);
    rows.subList(MIXED_ROWS, rows.size()).clear();
    System.out.println("mixture " + seed + ": " + rows);
    List<FailingCalls.Rule> rules = new ArrayList<>();
    for (Row row : rows) {
      FailingCalls.Rule rule = rule(row).oneIn(2 + random.nextInt(60), random.nextInt());
      if (row.outcome() == Outcome.PASSED_OVER) {
        rule.takes();
      }
      rules.add(isOfOnePort(row) ? rule.group(MIXED) : rule);
    }
    rules.forEach(FailingCalls.Rule::on);
    Thread acceptor;
    try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      calls.group(server.getLocalPort(), MIXED);
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MIXTURE_MILLIS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < MIXED_THREADS; i++) {
        Random own = new Random(random.nextLong());
        threads.add(Thread.ofPlatform().start(() -> mixedPeers(own, deadline)));
      }
      threads.add(Thread.ofPlatform().start(() -> mixedConnects(server, deadline)));
      acceptor = Thread.ofPlatform().start(() -> mixedAccepts(server));
      for (Thread thread : threads) {
        thread.join();
      }
      int failed = rules.stream().mapToInt(FailingCalls.Rule::failed).sum();
      rules.forEach(FailingCalls.Rule::close);
      System.out.println("mixture " + seed + ": " + failed + " calls failed");
      if (failed == 0) {
        problem("nothing failed in the mixture of seed " + seed);
      }
      calls.group(server.getLocalPort(), 0);
    }
    acceptor.join();
  }

  /** Whether a call is about one connection, which is in a group, and not about a whole loop. */
  private static boolean isOfOnePort(Row row) {
    return switch (row.site()) {
      case ACCEPT -> row.outcome() == Outcome.PASSED_OVER;
      case WAIT, TIMED_WAIT, WAKE, EMPTY, SOCKET, CONNECT_OPTION -> false;
      default -> true;
    };
  }

  private void mixedPeers(Random random, long deadline) {
    while (System.nanoTime() - deadline < 0) {
      attempt(
          "a connection in a mixture",
          () -> {
            try (CheckedEcho peer = CheckedEcho.boundApart(random.nextLong())) {
              calls.group(peer.localPort(), MIXED);
              mixed(peer, random);
              calls.group(peer.localPort(), 0);
            }
          });
    }
  }

  private void mixed(CheckedEcho peer, Random random) throws Exception {
    try {
      peer.connect(random.nextBoolean() ? listener : acknowledging);
      for (int i = random.nextInt(8); i >= 0; i--) {
        peer.exchange(1 + random.nextInt(random.nextInt(8) == 0 ? 300_000 : 5_000));
        Thread.sleep(1);
      }
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> peer.finish();
        case 3 -> process.tell("option " + peer.localPort());
        case 4 -> {
          process.tell("abort " + peer.localPort());
          peer.expectEnd();
        }
        default -> {
          // It is reset.
        }
      }
    } catch (IOException e) {
      // Its end may come at any time; what it has read was right.
    }
  }

  private void mixedConnects(ServerSocket server, long deadline) {
    attempt(
        "connects in a mixture",
        () -> {
          while (System.nanoTime() - deadline < 0) {
            String tag = "connect " + tags.incrementAndGet();
            FailingProcess.End end = process.fresh(tag);
            process.tell("connect " + server.getLocalPort() + tag.substring(7));
            if (!end.comes()) {
              throw new AssertionError(tag + " is never closed");
            }
          }
        });
  }

  private void mixedAccepts(ServerSocket server) {
    while (!server.isClosed()) {
      attempt(
          "an accept in a mixture",
          () -> {
            try (CheckedEcho peer = new CheckedEcho(server.accept(), seed)) {
              peer.exchange(1_000);
              peer.finish();
            } catch (IOException e) {
              // The connection has ended, or all of it.
            }
          });
    }
  }

  /** Connections that nothing happens to. */
  private void fresh(int count) {
    attempt(
        "a fresh connection",
        () -> {
          for (int i = 0; i < count; i++) {
            try (CheckedEcho peer = CheckedEcho.bound(seed + i)) {
              peer.connect(listener);
              peer.exchange(10_000);
              peer.finish();
            }
          }
        });
  }

  /** Nothing goes on in the process, and nothing is left of its connections. */
  private void atRest(String after) throws Exception {
    long deadline =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FailingProcess.PATIENCE_MILLIS);
    String[] last = rest();
    while (!isEmpty(last) && System.nanoTime() - deadline < 0) {
      last = rest();
    }
    if (!isEmpty(last)) {
      problem(
          "after %s: %s ports, %s descriptors of %d at first, %s messages unreleased"
              .formatted(after, last[0], last[1], descriptors, last[2]));
    }
  }

  private boolean isEmpty(String[] rest) {
    return rest[0].equals("0") && Integer.parseInt(rest[1]) <= descriptors && rest[2].equals("0");
  }

  private String[] rest() throws Exception {
    process.tell("rest");
    String answer = process.answer("rest");
    assertTrue(answer.startsWith("s "), () -> "it spins: " + answer);
    return answer.substring(2).split(" ", -1);
  }

  private synchronized int listen(String how) throws Exception {
    process.tell("listen" + how);
    return listening();
  }

  /** The port of a listener that has just been opened; an earlier one may have had the same. */
  private int listening() throws Exception {
    int port = Integer.parseInt(process.answer("listening "));
    process.fresh("listener " + port);
    return port;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private FailingCalls.Rule rule(Row row) {
    return calls.rule(row.site().call, row.code());
  }

  /** It failed once, with this call, code and address. */
  private void failure(Row row, FailingProcess.End end, String address)
      throws InterruptedException {
    if (!end.fails()) {
      problem(row, "no Failed");
      return;
    }
    String said = end.failures.getFirst();
    String call =
        switch (row.site()) {
          case CONNECT_ERROR, CONNECT_ASKED, CONNECT_PEER -> "connect";
          case CONNECT_OPTION -> "setsockopt(TCP_NODELAY)";
          case REGISTER -> "epoll_ctl";
          default -> row.site().call;
        };
    require(row, said.startsWith(call + " " + row.code() + " "), "said " + said);
    require(row, said.contains(address), "the address is not " + address + " in " + said);
    require(row, end.failures.size() == 1, "said more than once: " + end.failures);
  }

  private void counted(Row row, FailingCalls.Rule rule, int times) {
    int failed = rule.failed();
    require(
        row,
        times == FailingCalls.FOREVER ? failed > 0 : failed == times,
        failed + " calls failed instead of " + times);
  }

  private void require(Row row, boolean holds, String otherwise) {
    if (!holds) {
      problem(row, otherwise);
    }
  }

  private void problem(Row row, String what) {
    problem(row + ": " + what);
  }

  /** Said at once, too: what comes after it may take long. */
  private void problem(String what) {
    System.out.println("problem: " + what);
    problems.add(what);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static List<Row> rows(Outcome outcome) {
    return FailingCallsTable.ROWS.stream().filter(row -> row.outcome() == outcome).toList();
  }

  /** Calls that never succeed, all at once: each takes its time. */
  private void failForGood() throws InterruptedException {
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

  private Thread start(Row row, Step step) {
    return Thread.ofPlatform().start(() -> attempt(row + ", for good", step));
  }

  private void attempt(String what, Step step) {
    try {
      step.run();
    } catch (Exception | AssertionError e) {
      problem(what + ": " + e);
    }
  }

  /** A TCP port that is in a group of its own as long as this is open. */
  private final class Group implements AutoCloseable {
    private final int port;
    final int number = tags.incrementAndGet() % (MIXED - 1) + 1;

    Group(int port) {
      this.port = port;
      calls.group(port, number);
    }

    @Override
    public void close() {
      calls.group(port, 0);
    }
  }

  /** Connections that come and go all the time, and that nothing may happen to. */
  private final class Load implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean paused;
    private volatile boolean over;

    Load() {
      for (int i = 0; i < LOAD_THREADS; i++) {
        long own = seed + i;
        threads.add(Thread.ofPlatform().start(() -> run(new Random(own))));
      }
    }

    private void run(Random random) {
      while (!over) {
        busy.incrementAndGet();
        if (!paused) {
          attempt("a connection beside", () -> converse(random));
        }
        busy.decrementAndGet();
        try {
          // Each connection leaves a port in TIME_WAIT: there are not that many.
          Thread.sleep(10);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private void converse(Random random) throws Exception {
      try (CheckedEcho peer = CheckedEcho.bound(random.nextLong())) {
        FailingProcess.End end = process.fresh("port " + peer.localPort());
        peer.connect(listener);
        for (int i = random.nextInt(40); i >= 0 && !paused; i--) {
          peer.exchange(1 + random.nextInt(3_000));
          Thread.sleep(1);
        }
        peer.finish();
        if (!end.comes() || !end.failures.isEmpty()) {
          throw new AssertionError("its port was not closed, or said " + end.failures);
        }
      }
    }

    void pause() throws InterruptedException {
      paused = true;
      while (busy.get() > 0) {
        Thread.sleep(1);
      }
    }

    void goOn() {
      paused = false;
    }

    @Override
    public void close() {
      over = true;
      for (Thread thread : threads) {
        join(thread);
      }
    }
  }
}
