package dev.ioserver.engine.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two holders of a chunk. The loop looks whether it is the only one, and begins the memory anew if
 * it is; the other has read a byte and releases. r1: what the other has read, 1 was written for it.
 * r2: how many references are left.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Read what was meant for it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Overwritten under its reader, or a reference lost.")
@State
public class ChunkStress {

  /** One for each state would cost more than the test; states are used by one trio at a time. */
  private final Chunk chunk = new Chunk(null, 0, 8);

  public ChunkStress() {
    chunk.buffer().put(0, (byte) 1);
    chunk.retain();
  }

  @Actor
  public void reader(II_Result r) {
    r.r1 = chunk.buffer().get(0);
    chunk.release();
  }

  @Actor
  public void loop() {
    if (chunk.references() == 1) {
      chunk.restart();
      chunk.buffer().put(0, (byte) 2);
    }
  }

  @Arbiter
  public void arbiter(II_Result r) {
    r.r2 = chunk.references();
  }
}
