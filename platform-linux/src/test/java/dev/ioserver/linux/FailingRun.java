package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.linux.FailingCallsTable.Row;
import dev.ioserver.testkit.fixture.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process whose calls fail by a schedule, and the problems that were found with it. */
final class FailingRun implements AutoCloseable {

  /** The group of all connections that a mixture is about; those of single rows are below. */
  static final int MIXED = 251;

  final FailingEngine engine;
  final long seed;
  final FailingCalls calls;
  final FailingProcess process;
  final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger tags = new AtomicInteger();

  /** The TCP ports of two listeners; the connections of the second are each given an option. */
  final int listener;

  final int acknowledging;
  private final int descriptors;

  FailingRun(FailingEngine engine, Shape shape, long seed, Path library, Path folder)
      throws Exception {
    this.engine = engine;
    this.seed = seed;
    Path schedule = folder.resolve("schedule-" + engine + "-" + shape);
    calls = FailingCalls.create(schedule);
    process = new FailingProcess(library, schedule, engine, shape, folder);
    boolean ready = false;
    try {
      listener = listen("");
      acknowledging = listen(" acknowledging");
      assertTrue(calls.isLoaded(), "the library was not preloaded");
      fresh(20);
      descriptors = Integer.parseInt(rest()[1]);
      ready = true;
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  /** Ends the process, and says what was wrong. */
  void end() throws Exception {
    String end = process.end();
    assertEquals("ended with 0", end, process.errors());
    assertEquals("0", process.answer("over "), "messages that were not released");
    process.wrong().forEach(this::problem);
    if (calls.badCloses() != 0) {
      problem(calls.badCloses() + " closes of what was closed");
    }
    assertEquals("", String.join("\n", problems));
  }

  /** Connections that nothing happens to. */
  void fresh(int count) {
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
  void atRest(String after) throws Exception {
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

  synchronized int listen(String how) throws Exception {
    process.tell("listen" + how);
    return listening();
  }

  /** The port of a listener that has just been opened; an earlier one may have had the same. */
  int listening() throws Exception {
    int port = Integer.parseInt(process.answer("listening "));
    process.fresh("listener " + port);
    return port;
  }

  FailingCalls.Rule rule(Row row) {
    return calls.rule(engine.call(row.site()), row.code());
  }

  void require(Row row, boolean holds, String otherwise) {
    if (!holds) {
      problem(row, otherwise);
    }
  }

  void problem(Row row, String what) {
    problem(row + ": " + what);
  }

  /** Said at once, too: what comes after it may take long. */
  void problem(String what) {
    System.out.println("problem: " + what);
    problems.add(what);
  }

  /** Something to do that may go wrong. */
  interface Step {
    void run() throws Exception;
  }

  void attempt(String what, Step step) {
    try {
      step.run();
    } catch (Exception | AssertionError e) {
      problem(what + ": " + e);
    }
  }

  /** A TCP port that is in a group of its own as long as this is open. */
  final class Group implements AutoCloseable {
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

  @Override
  public void close() throws IOException {
    process.close();
    if (!problems.isEmpty()) {
      System.out.println(process.errors());
    }
  }
}
