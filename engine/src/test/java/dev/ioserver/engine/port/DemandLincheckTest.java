package dev.ioserver.engine.port;

import dev.ioserver.engine.Data;
import dev.ioserver.engine.spi.ChunkPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * A demand that is withdrawn while the loop answers it: either it was withdrawn, and the loop keeps
 * the bytes, or the answer is there. Never both, never neither.
 */
class DemandLincheckTest {

  private static final int INVOCATIONS = Boolean.getBoolean("ioserver.stress") ? 100_000 : 200;

  private static final Data DATA = new PooledData(new ChunkPool().lease(1));

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** The loop: looks at the demand, and answers it if it is still there. */
  private static Thread loop(Demand demand, int turns, AtomicInteger answers, Throwable[] failed) {
    Thread loop =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < turns; i++) {
                  int asked = demand.asked();
                  if (asked >= 0 && demand.claim(asked)) {
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
          Demand demand = new Demand();
          AtomicInteger answers = new AtomicInteger();
          Throwable[] failed = new Throwable[1];
          demand.ask(7);
          Thread loop = loop(demand, 2, answers, failed);
          int taken = 0;
          if (!demand.withdraw()) {
            check(demand.take() == DATA, "answered with something else");
            taken++;
          }
          // Another demand at once, of another length.
          demand.ask(5);
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
  void anOldClaimDoesNotAnswerANewDemandOfAnotherLength() {
    Lincheck.runConcurrentTest(
        INVOCATIONS,
        () -> {
          Demand demand = new Demand();
          AtomicReference<Boolean> claimed = new AtomicReference<>();
          demand.ask(7);
          Thread loop =
              new Thread(
                  () -> {
                    if (demand.claim(7)) {
                      claimed.set(true);
                      demand.answer(DATA);
                    } else {
                      claimed.set(false);
                    }
                  });
          loop.start();
          boolean withdrawn = demand.withdraw();
          if (withdrawn) {
            demand.ask(5);
          }
          join(loop);
          check(withdrawn != claimed.get(), "withdrawn " + withdrawn + ", claimed " + claimed);
          check(!withdrawn || demand.asked() == 5, "the new demand is gone");
        });
  }

  @Test
  void aRefusalIsTakenOnce() {
    Demand demand = new Demand();
    demand.ask(0);
    check(demand.claim(0), "asked for");
    demand.refuse();
    check(demand.isDecided() && !demand.withdraw(), "decided");
    check(demand.take() == null, "refused");
    check(demand.asked() == -1 && !demand.isDecided(), "over");
  }
}
