package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.memory.ChunkPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * A demand that is withdrawn while the loop answers it: either it was withdrawn, and the loop keeps
 * the bytes, or the answer is there, which may be that nothing has come. Never both, never neither.
 */
class PendingReceiveLincheckTest {

  private static final int INVOCATIONS = Boolean.getBoolean("ioserver.stress") ? 100_000 : 200;

  private static final Data DATA = new PooledData(new ChunkPool().lease(1));

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** The loop: looks at the demand, and answers it if it is still there. */
  private static Thread loop(
      PendingReceive demand, int turns, AtomicInteger answers, Throwable[] failed) {
    Thread loop =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < turns; i++) {
                  long asked = demand.asked();
                  if (asked != PendingReceive.NONE && demand.claim(asked)) {
                    answers.incrementAndGet();
                    demand.answer(DATA);
                  }
                }
              } catch (Throwable e) {
                failed[0] = e;
              }
            });
    loop.start();
    return loop;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withdrawnOrAnswered() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          PendingReceive demand = new PendingReceive();
          AtomicInteger answers = new AtomicInteger();
          Throwable[] failed = new Throwable[1];
          demand.ask(7, false);
          Thread loop = loop(demand, 2, answers, failed);
          int taken = 0;
          if (!demand.withdraw()) {
            check(demand.take() == DATA, "answered with something else");
            taken++;
          }
          // Another demand at once, of another length.
          demand.ask(5, false);
          if (!demand.withdraw()) {
            check(demand.take() == DATA, "answered with something else");
            taken++;
          }
          join(loop);
          check(failed[0] == null, String.valueOf(failed[0]));
          check(taken == answers.get(), taken + " taken of " + answers.get());
        });
  }

  @Test
  void anOldClaimDoesNotAnswerANewDemand() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          PendingReceive demand = new PendingReceive();
          AtomicReference<Boolean> claimed = new AtomicReference<>();
          demand.ask(7, false);
          long first = demand.asked();
          Thread loop =
              new Thread(
                  () -> {
                    if (demand.claim(first)) {
                      claimed.set(true);
                      demand.answer(DATA);
                    } else {
                      claimed.set(false);
                    }
                  });
          loop.start();
          boolean withdrawn = demand.withdraw();
          if (withdrawn) {
            demand.ask(7, false);
          }
          join(loop);
          check(withdrawn != claimed.get(), "withdrawn " + withdrawn + ", claimed " + claimed);
          check(!withdrawn || demand.asked() > first, "the new demand is gone");
        });
  }

  /** Bytes come while the loop finds out that there are none, and the receiver gives up. */
  @Test
  void withdrawnOrAnsweredOrNothingThere() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          PendingReceive demand = new PendingReceive();
          AtomicInteger answers = new AtomicInteger();
          AtomicInteger nothings = new AtomicInteger();
          demand.ask(7, true);
          long first = demand.asked();
          Thread loop =
              new Thread(
                  () -> {
                    // It has the first question in hand, and looks for another one afterwards.
                    if (demand.findNothing(first)) {
                      nothings.incrementAndGet();
                    }
                    long asked = demand.asked();
                    if (asked != PendingReceive.NONE && demand.claim(asked)) {
                      answers.incrementAndGet();
                      demand.answer(DATA);
                    }
                  });
          loop.start();
          int taken = 0;
          int nothing = 0;
          for (int i = 0; i < 2; i++) {
            if (!demand.withdraw()) {
              if (demand.takeNothing()) {
                nothing++;
              } else {
                check(demand.take() == DATA, "answered with something else");
                taken++;
              }
            }
            if (i == 0) {
              // Another one that is like the first.
              demand.ask(7, true);
            }
          }
          join(loop);
          check(taken == answers.get(), taken + " taken of " + answers);
          check(nothing == nothings.get(), nothing + " times nothing of " + nothings);
        });
  }

  @Test
  void aQuestionSaysWhatIsAsked() {
    PendingReceive demand = new PendingReceive();
    long before = PendingReceive.NONE;
    for (int length : new int[] {0, 1, 64 << 20, Integer.MAX_VALUE, 0}) {
      for (boolean now : new boolean[] {true, false}) {
        demand.ask(length, now);
        long question = demand.asked();
        check(question > 0 && question != before, "a question of its own");
        check(PendingReceive.length(question) == length, "its length");
        check(PendingReceive.isForNow(question) == now, "for now or not");
        check(!demand.claim(before), "the one before is over");
        before = question;
      }
    }
  }

  @Test
  void aRefusalIsTakenOnce() {
    PendingReceive demand = new PendingReceive();
    demand.ask(0, false);
    check(demand.claim(demand.asked()), "asked for");
    demand.refuse();
    check(demand.isDecided() && !demand.withdraw(), "decided");
    check(!demand.takeNothing(), "refused, which is not nothing");
    check(demand.take() == null, "refused");
    check(demand.asked() == PendingReceive.NONE && !demand.isDecided(), "over");
  }

  @Test
  void thatNothingIsThereIsTakenOnce() {
    PendingReceive demand = new PendingReceive();
    demand.ask(0, true);
    check(demand.findNothing(demand.asked()), "asked for");
    check(demand.isDecided() && !demand.withdraw(), "decided");
    check(demand.takeNothing(), "nothing");
    check(demand.asked() == PendingReceive.NONE && !demand.isDecided(), "over");
  }
}
