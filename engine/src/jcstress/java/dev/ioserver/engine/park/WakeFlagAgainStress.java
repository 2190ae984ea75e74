package dev.ioserver.engine.park;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A waker that asks twice, without a fence, while the polling thread takes the flag: what it has
 * published in between. r1: the polling thread has seen it. r2: the flag is set, so that it will
 * look again. Neither would be work that nobody looks at.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one look too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Seen; there is no more to do.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Asked again: seen next time.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Work that nobody looks at.")
@State
public class WakeFlagAgainStress {

  private static final VarHandle WORK = Fields.of(WakeFlagAgainStress.class, "work");

  private final WakeFlag flag = new WakeFlag();

  @SuppressWarnings("unused") // through WORK
  private boolean work;

  @Actor
  public void pollingThread(ZZ_Result r) {
    flag.take();
    r.r1 = (boolean) WORK.getVolatile(this);
  }

  @Actor
  public void waker() {
    flag.ask();
    WORK.setRelease(this, true);
    flag.ask();
  }

  @Arbiter
  public void afterwards(ZZ_Result r) {
    r.r2 = flag.isAsked();
  }
}
