package dev.ioserver.engine.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrationTableTest {

  private static final int READ = Interest.READ;
  private static final int WRITE = Interest.WRITE;

  private final RecordingPoller poller = new RecordingPoller();
  private final RegistrationTable table = new RegistrationTable(poller, RecordingPoller.CODES, 3);
  private final Handler handler = new Handler();

  /** Remembers what it hears. */
  private static final class Handler implements ReadyHandler {

    final List<String> heard = new ArrayList<>();
    Runnable onDeregistered = () -> {};

    @Override
    public void onReady(long token, @Nullable Object attachment, int ready) {
      heard.add("ready " + attachment + " " + ready);
    }

    @Override
    public void onFailed(long token, @Nullable Object attachment, SystemCallException cause) {
      heard.add("failed " + attachment + " " + cause.code());
    }

    @Override
    public void onDeregistered(long token, @Nullable Object attachment) {
      heard.add("deregistered " + attachment);
      onDeregistered.run();
    }
  }

  private void apply() {
    table.apply(handler);
  }

  @Test
  void changesAreToldOnceAndInTheirLastForm() {
    long token = table.register(5, READ, "a");
    assertTrue(table.interest(token, READ | WRITE));
    assertTrue(table.interest(token, WRITE));
    assertEquals(List.of(), poller.calls);
    assertTrue(table.hasChanges());
    apply();
    assertEquals(List.of("add 5 " + WRITE), poller.calls);
    assertFalse(table.hasChanges());
    assertEquals(3, table.asked());
    assertEquals(1, table.applied());
  }

  /** Another thread has deregistered it, which the kernel has not been told yet. */
  @Test
  void deregisterNowOfWhatIsEndingTellsTheKernelAtOnce() {
    long token = table.register(5, READ, "a");
    apply();
    poller.calls.clear();
    assertTrue(table.deregister(token));
    table.deregisterNow(token);
    assertEquals(List.of("remove 5"), poller.calls);
    apply();
    assertEquals(List.of("remove 5"), poller.calls);
    assertEquals(List.of("deregistered a"), handler.heard);
    long next = table.register(6, READ, "b");
    apply();
    poller.calls.clear();
    table.deregisterNow(token);
    assertEquals(List.of(), poller.calls, "the slot is another registration's");
    assertTrue(table.interest(next, WRITE));
  }

  @Test
  void changesThatCancelOutCostNothing() {
    long token = table.register(5, READ, "a");
    apply();
    poller.calls.clear();
    table.interest(token, READ | WRITE);
    table.interest(token, READ);
    apply();
    table.interest(token, READ);
    assertFalse(table.hasChanges(), "nothing new was asked for");
    long brief = table.register(6, READ, "b");
    table.deregister(brief);
    apply();
    assertEquals(List.of(), poller.calls);
    assertEquals(List.of("deregistered b"), handler.heard);
  }

  @Test
  void theOwnersChangesAreToldOnceAndInTheirLastForm() {
    long token = table.register(5, READ, "a");
    assertTrue(table.interestByOwner(token, WRITE), "the registration is not applied yet");
    apply();
    assertEquals(List.of("add 5 " + WRITE), poller.calls);
    poller.calls.clear();
    table.interestByOwner(token, READ);
    table.interestByOwner(token, READ | WRITE);
    table.interestByOwner(token, WRITE);
    assertTrue(table.hasChanges());
    apply();
    assertEquals(List.of(), poller.calls, "they cancel out");
    table.interestByOwner(token, READ);
    apply();
    assertEquals(List.of("modify 5 2 1"), poller.calls);
    assertFalse(table.hasChanges());
    assertEquals(6, table.asked());
    table.deregister(token);
    apply();
    assertFalse(table.interestByOwner(token, READ));
  }

  @Test
  void theLaterOfTwoThreadsChangesHolds() {
    long token = table.register(5, READ, "a");
    apply();
    table.interestByOwner(token, WRITE);
    table.interest(token, READ | WRITE);
    apply();
    assertEquals(READ | WRITE, poller.held.get(5L).interest(), "another thread's came last");
    table.interest(token, WRITE);
    table.interestByOwner(token, READ);
    apply();
    assertEquals(READ, poller.held.get(5L).interest(), "the owner's came last");
    table.interestByOwner(token, READ | WRITE);
    apply();
    table.interest(token, READ);
    apply();
    assertEquals(READ, poller.held.get(5L).interest(), "what the word said was old");
  }

  @Test
  void readingThatIsTurnedOffIsToldWhenSomethingComes() {
    long token = table.register(5, READ, "a");
    apply();
    poller.calls.clear();
    table.interestByOwner(token, Interest.NONE);
    assertFalse(table.hasChanges(), "the kernel need not hear of it");
    table.interestByOwner(token, READ);
    assertTrue(table.dispatch(token, READ, handler));
    table.interestByOwner(token, Interest.NONE);
    assertFalse(table.dispatch(token, READ | Interest.PEER_CLOSED, handler));
    assertFalse(table.dispatch(token, READ | WRITE | Interest.ERROR, handler));
    assertEquals(List.of("ready a 1"), handler.heard);
    apply();
    assertEquals(List.of("modify 5 1 0"), poller.calls, "or it would report it for ever");
    table.interest(token, READ);
    apply();
    table.interest(token, Interest.NONE);
    apply();
    assertEquals(List.of("modify 5 1 0", "modify 5 0 1"), poller.calls);
  }

  @Test
  void whoTurnsReadingOnAgainInTimeIsToldNothingAndLosesNothing() {
    long token = table.register(5, READ, "a");
    apply();
    poller.calls.clear();
    table.interestByOwner(token, Interest.NONE);
    assertFalse(table.dispatch(token, READ, handler));
    table.interestByOwner(token, READ);
    apply();
    assertEquals(List.of(), poller.calls);
    assertTrue(table.dispatch(token, READ, handler), "a level is reported again");
  }

  @Test
  void whoOnlyWritesHearsNothingOfReading() {
    long token = table.register(5, READ | WRITE, "a");
    apply();
    poller.calls.clear();
    table.interestByOwner(token, WRITE);
    assertFalse(table.hasChanges());
    assertTrue(table.dispatch(token, READ | WRITE | Interest.PEER_CLOSED, handler));
    assertTrue(table.dispatch(token, READ | WRITE | Interest.ERROR, handler));
    assertEquals(
        List.of("ready a " + WRITE, "ready a " + (READ | WRITE | Interest.ERROR)), handler.heard);
    apply();
    assertEquals(List.of("modify 5 3 2"), poller.calls);
  }

  /** Dropped, it would not come again. */
  @Test
  void anEdgeIsHandedOutAndTheKernelHearsOfEachChange() {
    long token = table.register(5, READ | Interest.EDGE, "a");
    apply();
    poller.calls.clear();
    table.interestByOwner(token, Interest.EDGE);
    assertTrue(table.dispatch(token, READ, handler));
    assertTrue(table.hasChanges());
    apply();
    assertEquals(List.of("modify 5 5 4"), poller.calls);
  }

  @Test
  void theOwnersChangeOfWhatIsOverTouchesNoOther() {
    long first = table.register(5, READ, "a");
    apply();
    table.interestByOwner(first, WRITE);
    table.deregister(first);
    apply();
    long second = table.register(6, READ, "b");
    assertEquals((int) first, (int) second, "the slot is used again");
    poller.calls.clear();
    apply();
    assertEquals(List.of("add 6 1"), poller.calls);
    apply();
    assertEquals(READ, poller.held.get(6L).interest());
  }

  @Test
  void aNumberThatIsUsedAgainIsRemovedBeforeItIsAdded() {
    long first = table.register(5, READ, "a");
    apply();
    table.deregister(first);
    table.register(5, WRITE, "b");
    apply();
    assertEquals(List.of("add 5 1", "remove 5", "add 5 2"), poller.calls);
  }

  @Test
  void staleTokensDoNotReachTheNextRegistration() {
    long first = table.register(5, READ, "a");
    apply();
    table.deregister(first);
    table.dispatch(first, READ, handler);
    assertEquals(List.of(), handler.heard, "deregistered, and not told the kernel yet");
    apply();
    long second = table.register(6, READ, "b");
    assertEquals((int) first, (int) second, "the slot is used again");
    assertNotEquals(first, second);
    apply();
    handler.heard.clear();
    table.dispatch(first, READ, handler);
    assertFalse(table.interest(first, WRITE));
    assertFalse(table.deregister(first));
    table.deregisterNow(first);
    table.failed(first, -9, handler);
    table.released(first, handler);
    assertEquals(List.of(), handler.heard);
    assertEquals(2, table.stale());
    table.dispatch(second, READ, handler);
    assertEquals(List.of("ready b 1"), handler.heard);
    assertEquals(READ, poller.held.get(6L).interest());
  }

  @Test
  void aFullTableSaysSoAndHasRoomAgain() {
    long[] tokens = new long[3];
    for (int i = 0; i < 3; i++) {
      tokens[i] = table.register(i, READ, i);
    }
    assertEquals(RegistrationTable.FULL, table.register(9, READ, "x"));
    table.deregister(tokens[1]);
    assertEquals(RegistrationTable.FULL, table.register(9, READ, "x"), "still being deregistered");
    apply();
    assertNotEquals(RegistrationTable.FULL, table.register(9, READ, "x"));
    assertEquals(3, table.live());
  }

  @Test
  void whoHearsOfADeregistrationCanRegisterAgain() {
    for (int i = 0; i < 3; i++) {
      table.register(i, READ, i);
    }
    List<Long> again = new ArrayList<>();
    handler.onDeregistered = () -> again.add(table.register(7, READ, "again"));
    table.deregister(Token.of(0, 0));
    apply();
    assertEquals(1, again.size());
    assertNotEquals(RegistrationTable.FULL, again.getFirst());
  }

  @Test
  void deregisterNowTellsTheKernelAtOnceAndFreesTheSlotAfterTheBatch() {
    long token = table.register(5, READ, "a");
    apply();
    table.deregisterNow(token);
    assertEquals(List.of("add 5 1", "remove 5"), poller.calls);
    assertEquals(1, table.live(), "events of the batch in hand may still name it");
    table.dispatch(token, READ, handler);
    assertEquals(List.of(), handler.heard);
    apply();
    assertEquals(0, table.live());
    assertEquals(List.of("add 5 1", "remove 5"), poller.calls);
    assertEquals(List.of("deregistered a"), handler.heard);
  }

  @Test
  void aSlotIsKeptUntilTheKernelReleasesItsMemory() {
    poller.releaseLater = true;
    long applied = table.register(5, READ, "a");
    long now = table.register(6, READ, "b");
    apply();
    table.deregister(applied);
    table.deregisterNow(now);
    table.released(now, handler);
    assertEquals(2, table.live(), "it is still in the list of changes");
    apply();
    assertEquals(1, table.live());
    table.released(applied, handler);
    table.released(applied, handler);
    assertEquals(0, table.live());
    assertEquals(List.of("deregistered b", "deregistered a"), handler.heard);
  }

  @Test
  void aReleaseThatComesAfterTheListsTurnFreesTheSlot() {
    poller.releaseLater = true;
    long token = table.register(5, READ, "a");
    apply();
    table.deregisterNow(token);
    apply();
    assertEquals(1, table.live());
    table.released(token, handler);
    assertEquals(0, table.live());
  }

  @Test
  void aRefusedRegistrationIsToldOnceAndOver() {
    poller.nextResult = -9;
    long token = table.register(5, READ, "a");
    apply();
    assertEquals(List.of("failed a 9"), handler.heard);
    assertFalse(table.interest(token, WRITE));
    apply();
    assertEquals(0, table.live());
    assertEquals(List.of("failed a 9"), handler.heard);
    assertEquals(List.of("add 5 1"), poller.calls, "what the kernel refused is not removed");
  }

  @Test
  void aLateFailureEndsTheRegistration() {
    long token = table.register(5, READ, "a");
    apply();
    poller.held.clear();
    table.failed(token, -9, handler);
    table.failed(token, -9, handler);
    apply();
    assertEquals(List.of("failed a 9"), handler.heard);
    assertEquals(0, table.live());
  }

  @Test
  void whatTheHandlerAsksForWhileChangesAreAppliedIsNotLost() {
    poller.nextResult = -9;
    table.register(5, READ, "a");
    apply();
    handler.onDeregistered = () -> table.register(8, WRITE, "next");
    long token = table.register(6, READ, "b");
    table.deregister(token);
    apply();
    while (table.hasChanges()) {
      apply();
    }
    assertEquals(WRITE, poller.held.get(8L).interest());
  }

  /**
   * Threads register, change and deregister numbers of their own; each number is used again only
   * after the table has let it go. In the end the kernel holds what was wanted last; but it may not
   * have heard that reading is not wanted any more, since nothing has come.
   */
  @Test
  void manyThreadsAndOnePoller() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("manyThreadsAndOnePoller: seed " + seed);
    int threads = 3;
    int rounds = Boolean.getBoolean("ioserver.stress") ? 2_000_000 : 40_000;
    RegistrationTable shared = new RegistrationTable(poller, RecordingPoller.CODES, 8);
    Map<Long, Integer> wanted = new ConcurrentHashMap<>();
    Map<Long, AtomicBoolean> gone = new ConcurrentHashMap<>();
    AtomicInteger running = new AtomicInteger(threads);
    List<Thread> users = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * 100;
      users.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    use(shared, new Random(seed + first), rounds, first, wanted, gone);
                    running.decrementAndGet();
                  }));
    }
    ReadyHandler freeing =
        new ReadyHandler() {
          @Override
          public void onReady(long token, @Nullable Object attachment, int ready) {
            throw new AssertionError("nothing is ready here");
          }

          @Override
          public void onDeregistered(long token, @Nullable Object attachment) {
            ((AtomicBoolean) java.util.Objects.requireNonNull(attachment)).set(true);
          }
        };
    while (running.get() > 0 || shared.hasChanges()) {
      shared.apply(freeing);
      Thread.onSpinWait();
    }
    for (Thread user : users) {
      user.join();
    }
    shared.apply(freeing);
    Map<Long, Integer> held = new ConcurrentHashMap<>();
    poller.held.forEach(
        (descriptor, kept) -> {
          int unheard = kept.interest() & ~READ;
          boolean isLeft = wanted.getOrDefault(descriptor, 0) == unheard;
          held.put(descriptor, isLeft ? unheard : kept.interest());
        });
    assertEquals(wanted, held, "seed " + seed);
    assertEquals(wanted.size(), shared.live(), "seed " + seed);
  }

  private static void use(
      RegistrationTable shared,
      Random random,
      int rounds,
      int first,
      Map<Long, Integer> wanted,
      Map<Long, AtomicBoolean> gone) {
    long[] tokens = {-1, -1};
    for (int i = 0; i < rounds; i++) {
      int which = random.nextInt(2);
      long descriptor = first + which;
      if (tokens[which] == -1) {
        AtomicBoolean before = gone.get(descriptor);
        if (before != null && !before.get()) {
          Thread.onSpinWait();
          continue;
        }
        AtomicBoolean flag = new AtomicBoolean();
        int interest = random.nextInt(4);
        long token = shared.register(descriptor, interest, flag);
        if (token != RegistrationTable.FULL) {
          tokens[which] = token;
          gone.put(descriptor, flag);
          wanted.put(descriptor, interest);
        }
      } else if (random.nextInt(4) == 0) {
        wanted.remove(descriptor);
        assertTrue(shared.deregister(tokens[which]));
        assertFalse(shared.interest(tokens[which], 1));
        tokens[which] = -1;
      } else {
        int interest = random.nextInt(4);
        wanted.put(descriptor, interest);
        assertTrue(shared.interest(tokens[which], interest));
      }
    }
  }
}
