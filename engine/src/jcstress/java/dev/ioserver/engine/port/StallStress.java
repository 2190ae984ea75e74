package dev.ioserver.engine.port;

import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.unpadded.SpscUnboundedVarHandleUnpaddedArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The steps of {@link PortInbox#hasInboxRoom} and of its receiver, with a limit of one: the loop
 * stalls and looks at the queue again, the receiver takes and looks for the stall. r1: the loop has
 * seen the room. r2: the receiver has seen the stall. Neither would be a port that reads no more.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both: one request too many.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The loop goes on by itself.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The receiver asks the loop.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "A lost resume.")
@State
public class StallStress {

  private final SpscUnboundedVarHandleUnpaddedArrayQueue<String> queue =
      new SpscUnboundedVarHandleUnpaddedArrayQueue<>(16);
  private volatile boolean stalled;

  public StallStress() {
    queue.offer("m");
  }

  @Actor
  public void loop(ZZ_Result r) {
    stalled = true;
    VarHandle.fullFence();
    r.r1 = queue.size() <= 0;
  }

  @Actor
  public void receiver(ZZ_Result r) {
    queue.poll();
    VarHandle.fullFence();
    r.r2 = stalled;
  }
}
