package dev.ioserver.engine.selector;

import dev.ioserver.engine.api.ReadyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * All interleavings, within Lincheck's bounds, of threads that change registrations with the thread
 * that applies the changes.
 */
class RegistrationTableLincheckTest {

  private static final int INVOCATIONS = Boolean.getBoolean("ioserver.stress") ? 100_000 : 80;

  /** Expects events of one attachment only, and remembers what was deregistered. */
  private static final class Handler implements ReadyHandler {

    final Map<Object, Integer> deregistered = new HashMap<>();
    @Nullable Object ready;

    @Override
    public void onReady(long token, @Nullable Object attachment, int readiness) {
      ready = attachment;
    }

    @Override
    public void onDeregistered(long token, @Nullable Object attachment) {
      deregistered.merge(Objects.requireNonNull(attachment), 1, Integer::sum);
    }
  }

  /**
   * The table under test. Lincheck switches threads only at objects it takes for shared; what is
   * put into an object that a static field holds is shared from the start.
   */
  private static RegistrationTable table;

  private static RegistrationTable shared(RecordingPoller poller, int capacity) {
    table = new RegistrationTable(poller, RecordingPoller.CODES, capacity);
    return table;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static Thread start(Runnable body, AtomicReference<Throwable> failure) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theKernelEndsUpWithTheLastInterest() {
    Lincheck.runConcurrentTest(
        5 * INVOCATIONS,
        () -> {
          RecordingPoller poller = new RecordingPoller();
          RegistrationTable table = shared(poller, 2);
          Handler handler = new Handler();
          AtomicReference<Throwable> failure = new AtomicReference<>();
          long token = table.register(5, 1, "a");
          Thread user = start(() -> check(table.interest(token, 2), "live"), failure);
          table.apply(handler);
          join(user);
          check(failure.get() == null, String.valueOf(failure.get()));
          table.apply(handler);
          check(!table.hasChanges(), "everything is applied");
          var held = poller.held.get(5L);
          check(held != null && held.interest() == 2, "held " + held);
        });
  }

  /**
   * Either may come last, but the kernel holds what the table says, and what comes after counts.
   */
  @Test
  void theOwnersChangeAndAnotherThreadsEndAlikeInTableAndKernel() {
    Lincheck.runConcurrentTest(
        5 * INVOCATIONS,
        () -> {
          RecordingPoller poller = new RecordingPoller();
          RegistrationTable table = shared(poller, 2);
          Handler handler = new Handler();
          AtomicReference<Throwable> failure = new AtomicReference<>();
          long token = table.register(5, 1, "a");
          table.apply(handler);
          Thread user = start(() -> check(table.interest(token, 2), "live"), failure);
          table.interestByOwner(token, 3);
          table.apply(handler);
          join(user);
          check(failure.get() == null, String.valueOf(failure.get()));
          table.apply(handler);
          check(!table.hasChanges(), "everything is applied");
          var held = poller.held.get(5L);
          check(held != null && (held.interest() == 2 || held.interest() == 3), "held " + held);
          table.interestByOwner(token, held.interest() ^ 2);
          table.apply(handler);
          table.interest(token, held.interest());
          table.apply(handler);
          check(held.equals(poller.held.get(5L)), "then " + poller.held);
        });
  }

  @Test
  void aChangeAndADeregistrationThatRaceEndInNothing() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          RecordingPoller poller = new RecordingPoller();
          RegistrationTable table = shared(poller, 2);
          Handler handler = new Handler();
          AtomicReference<Throwable> failure = new AtomicReference<>();
          long token = table.register(5, 1, "a");
          table.apply(handler);
          Thread changing = start(() -> table.interest(token, 2), failure);
          Thread ending = start(() -> check(table.deregister(token), "the only one"), failure);
          table.apply(handler);
          join(changing);
          join(ending);
          check(failure.get() == null, String.valueOf(failure.get()));
          table.apply(handler);
          check(poller.held.isEmpty() && table.live() == 0, "left: " + poller.held);
          check(Map.of("a", 1).equals(handler.deregistered), "told " + handler.deregistered);
        });
  }

  @Test
  void aStaleTokenNeverTouchesTheNextRegistration() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          RecordingPoller poller = new RecordingPoller();
          RegistrationTable table = shared(poller, 1);
          Handler handler = new Handler();
          AtomicReference<Throwable> failure = new AtomicReference<>();
          long first = table.register(5, 1, "a");
          table.apply(handler);
          table.deregister(first);
          Thread late = start(() -> check(!table.interest(first, 3), "over"), failure);
          Thread next =
              start(
                  () -> {
                    long second = table.register(6, 2, "b");
                    check(
                        second == RegistrationTable.FULL || second != first,
                        "the same token again");
                  },
                  failure);
          table.apply(handler);
          table.dispatch(first, 1, handler);
          join(late);
          join(next);
          check(failure.get() == null, String.valueOf(failure.get()));
          table.apply(handler);
          table.dispatch(first, 1, handler);
          check(handler.ready == null, "an old event reached " + handler.ready);
          var held = poller.held.get(6L);
          check(held == null || held.interest() == 2, "held " + held);
          check(!poller.held.containsKey(5L), "not removed");
        });
  }

  @Test
  void deregisterNowAndADeregistrationThatRaceTellOnce() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          RecordingPoller poller = new RecordingPoller();
          poller.releaseLater = true;
          RegistrationTable table = shared(poller, 1);
          Handler handler = new Handler();
          AtomicReference<Throwable> failure = new AtomicReference<>();
          long token = table.register(5, 1, "a");
          table.apply(handler);
          Thread other = start(() -> table.deregister(token), failure);
          table.deregisterNow(token);
          table.released(token, handler);
          table.apply(handler);
          join(other);
          check(failure.get() == null, String.valueOf(failure.get()));
          table.apply(handler);
          table.released(token, handler);
          check(table.live() == 0, "the slot is lost");
          check(Map.of("a", 1).equals(handler.deregistered), "told " + handler.deregistered);
        });
  }
}
