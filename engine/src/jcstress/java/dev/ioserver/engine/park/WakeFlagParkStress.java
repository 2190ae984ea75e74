package dev.ioserver.engine.park;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A wake-up by the flag: the waker sets it, fences, and looks at the state, against the sleeper's
 * announcement and its look at the flag. r1: the sleeper has found the flag. r2: the waker has
 * found the sleeper.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wake too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sleeper found the flag.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The waker found the sleeper.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "A lost wake-up.")
@State
public class WakeFlagParkStress extends ParkState {

  private final WakeFlag flag = new WakeFlag();
  private boolean woken;

  @Actor
  public void sleeper(ZZ_Result r) {
    announce();
    r.r1 = flag.isAsked();
  }

  @Actor
  public void waker(ZZ_Result r) {
    if (flag.ask()) {
      VarHandle.fullFence();
      unpark();
    }
    r.r2 = woken;
  }

  @Override
  void wake() {
    woken = true;
  }
}
