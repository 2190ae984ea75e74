package dev.ioserver.engine.park;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A flag that several have set already, and one more waker that comes while the polling thread
 * takes it. r1: the polling thread has seen what the waker published. r2: the waker has set the
 * flag again, so that the next look will see it. Neither would be work that nobody looks at.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one look too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Seen; there is no more to do.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Asked again: seen next time.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Work that nobody looks at.")
@State
public class WakeFlagTakeStress {

  private static final VarHandle WORK = Fields.of(WakeFlagTakeStress.class, "work");

  private final WakeFlag flag = new WakeFlag();

  @SuppressWarnings("unused") // through WORK
  private boolean work;

  public WakeFlagTakeStress() {
    WakeFlag.WORD.setVolatile(flag, WakeFlag.SHARED);
  }

  @Actor
  public void pollingThread(ZZ_Result r) {
    flag.take();
    r.r1 = (boolean) WORK.getVolatile(this);
  }

  @Actor
  public void oneMoreWaker(ZZ_Result r) {
    WORK.setRelease(this, true);
    r.r2 = flag.ask();
  }
}
