package dev.ioserver.engine.channel;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A select settles a source that it found empty, while a producer sends. However they meet, the
 * source is in the list of ready sources once, so that the message is found.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "In the list once.")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "A message that no select looks for.")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "In the list twice.")
@State
public class SelectEntryStress {

  private final QueueChannel<String> channel = QueueChannel.spsc(4);
  private final ReadyList ready = new ReadyList();
  private final SelectEntry member = new SelectEntry(channel, ready);

  /** As after a turn: in no list, and marked as if it were in one. */
  public SelectEntryStress() {
    channel.join(member);
    member.raise();
    ready.poll();
  }

  @Actor
  public void select() {
    member.settle();
  }

  @Actor
  public void producer() {
    channel.trySend("m");
  }

  @Arbiter
  public void arbiter(I_Result r) {
    while (ready.poll() != null) {
      r.r1++;
    }
  }
}
