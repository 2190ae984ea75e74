package dev.ioserver.engine.park;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The law of the parkers: the waker publishes, fences, and looks at the state; the sleeper
 * announces, which fences, and looks at its source. r1: the sleeper has found the work. r2: the
 * waker has found the sleeper. Neither would be a thread that sleeps for ever.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wake too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sleeper found the work.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The waker found the sleeper.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "A lost wake-up.")
@State
public class ParkProtocolStress extends ParkState {

  private boolean woken;

  /** The source, written as a queue writes: by a release store. */
  private static final VarHandle WORK = Fields.of(ParkProtocolStress.class, "work");

  @SuppressWarnings("unused") // through WORK
  private boolean work;

  @Actor
  public void sleeper(ZZ_Result r) {
    announce();
    r.r1 = (boolean) WORK.getVolatile(this);
  }

  @Actor
  public void waker(ZZ_Result r) {
    WORK.setRelease(this, true);
    VarHandle.fullFence();
    unpark();
    r.r2 = woken;
  }

  @Override
  void wake() {
    woken = true;
  }
}
