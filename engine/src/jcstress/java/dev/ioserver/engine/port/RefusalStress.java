package dev.ioserver.engine.port;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A sender meets the write that makes room: all that was taken before, one part from another thread
 * and one from the loop's. r1: the sender found room. r2: the loop is to tell that there is room.
 * Neither would be a sender that waits for ever.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: told once too often.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The sender found room.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "It was refused and will be told.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "A sender is forgotten.")
@State
public class RefusalStress {

  private final PendingBytes output = new PendingBytes(1, 2);

  public RefusalStress() {
    output.reserve(1, false);
    output.reserve(1, true);
  }

  @Actor
  public void sender(ZZ_Result r) {
    r.r1 = output.reserve(1, false);
  }

  @Actor
  public void loop(ZZ_Result r) {
    r.r2 = output.written(2);
  }
}
