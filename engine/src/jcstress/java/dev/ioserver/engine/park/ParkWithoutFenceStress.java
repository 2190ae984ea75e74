package dev.ioserver.engine.park;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What {@link ParkProtocolStress} forbids, and how it comes about: the waker leaves its fence out.
 * Its store waits in the store buffer while its load of the state is done already, on x86 too. A
 * release store and an acquire load do not help, since neither orders a store before a load.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one wake too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sleeper found the work.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The waker found the sleeper.")
@Outcome(
    id = "false, false",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "A lost wake-up: this is why the fence is there.")
@State
public class ParkWithoutFenceStress extends ParkState {

  private static final VarHandle WORK = Fields.of(ParkWithoutFenceStress.class, "work");

  private boolean woken;

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
    unpark();
    r.r2 = woken;
  }

  @Override
  void wake() {
    woken = true;
  }
}
