package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.ChannelClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A send that meets the close. r1: 1 if it returned true, 0 if it was told of the end. r2: how many
 * messages were received before the end. The mark that is looked at after the offer makes it exact:
 * without it, a message could be put behind the end and be reported as sent.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sent before the close, and received.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Refused, and not received.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Refused, and counted all the same.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "Lost: sent, and not received.")
@State
public class QueueChannelCloseStress {

  private final QueueChannel<String> channel = QueueChannel.mpsc(2);

  @Actor
  public void sender(II_Result r) {
    try {
      r.r1 = channel.trySend("m") ? 1 : 0;
    } catch (ChannelClosedException e) {
      r.r1 = 0;
    }
  }

  @Actor
  public void closer() {
    channel.close();
  }

  @Arbiter
  public void receiver(II_Result r) {
    r.r2 = channel.drain(message -> {}, 2);
  }
}
