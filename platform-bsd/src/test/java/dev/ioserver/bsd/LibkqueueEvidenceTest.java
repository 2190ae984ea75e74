package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.bsd.BsdBindings;
import dev.ioserver.bindings.bsd.BsdTarget;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What libkqueue does otherwise than the kqueue of a kernel, each with the observation of a C
 * program that has nothing of ours in it. Where the engine gets by in spite of it, the comment says
 * how. A test that fails here says that a library has been mended, and what can go.
 */
@OnKqueue
@Timeout(120)
class LibkqueueEvidenceTest {

  private static Map<String, Integer> observed = Map.of();

  @BeforeAll
  static void observe(@TempDir Path directory) throws Exception {
    if (BsdTarget.here() != BsdTarget.LIBKQUEUE || KqueueTraits.isKernelInside()) {
      Assumptions.abort("SKIPPED: this kqueue is a kernel's");
    }
    CProgram program =
        CProgram.compiled(directory, "evidence on libkqueue", "platform-bsd/src/test/c/evidence.c");
    String said = program.run(List.of(0), String.valueOf(BsdBindings.library()));
    Map<String, Integer> values = new HashMap<>();
    said.lines()
        .forEach(line -> values.put(line.split(" ")[0], Integer.valueOf(line.split(" ")[1])));
    observed = values;
  }

  /** The engine removes before it closes: {@link KqueuePoller#closed} drops nothing here. */
  @Test
  void closingDoesNotRemove() {
    assertEquals(1, observed.get("events-after-close"));
  }

  /**
   * A change that fails is written to the list of events, then waited behind, and forgotten if the
   * time is up. The engine hears of it when something else is reported in the same call.
   */
  @Test
  void failedChangesAreWaitedForAndLost() {
    assertEquals(0, observed.get("failures-reported"));
    assertEquals(1, observed.get("failure-was-written"));
    assertEquals(1, observed.get("failure-was-waited-for"));
  }

  /** Hence {@link TakenErrors}. */
  @Test
  void socketsLoseTheirErrors() {
    assertEquals(1, observed.get("error-in-event"));
    assertEquals(0, observed.get("error-left-in-socket"));
    assertEquals(1, observed.get("datagram-error-in-event"));
    assertEquals(0, observed.get("datagram-error-left"));
  }

  /** Hence the order of the filters in {@link KqueuePoller#modify}. */
  @Test
  void secondFilterHidesTheEndOfTheStream() {
    assertEquals(0, observed.get("end-said-read-first"));
    assertEquals(1, observed.get("end-said-write-first"));
  }

  /** Hence the room for events in {@link KqueueTraits}. */
  @Test
  void fullBatchesLoseEdges() {
    assertEquals(2, observed.get("events-of-four"));
  }

  /** Hence {@link KqueuePoller#descriptor} has none to give. */
  @Test
  void queuesDoNotNest() {
    assertEquals(1, observed.get("inner-has-event"));
    assertEquals(0, observed.get("nested-reported"));
  }
}
