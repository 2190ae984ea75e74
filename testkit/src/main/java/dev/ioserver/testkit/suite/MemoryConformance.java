package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.LittleMemory;
import dev.ioserver.testkit.fixture.LittleMemory.Trial;
import dev.ioserver.testkit.fixture.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Memory as a limit: out of memory is one port's, and what waits is bounded in bytes. */
public abstract class MemoryConformance extends Conformance {

  /** For subclasses. */
  protected MemoryConformance() {}

  @BothShapes
  void aFrameThatDoesNotFitIntoMemoryEndsItsPortAlone(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.FRAME);
  }

  @BothShapes
  void aSendThatFindsNoMemoryLeavesTheStreamWhole(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.SEND);
  }

  @BothShapes
  void aReadThatFindsNoMemoryEndsItsPortAlone(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.RECEIVE);
  }

  /** In a process of its own, whose memory can be used up. */
  private void tryWithLittleMemory(Shape shape, Trial trial) throws Exception {
    Path output = Files.createTempFile("ioserver-memory", ".txt");
    try {
      Process child = LittleMemory.start(engine(), shape, trial, output);
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      child.destroyForcibly();
      String said = Files.readString(output);
      assertTrue(ended, "the process did not end; it said: " + said);
      assertEquals(0, child.exitValue(), said);
      assertTrue(said.contains(LittleMemory.PASSED), said);
    } finally {
      Files.delete(output);
    }
  }
}
