package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.bsd.BsdBindings;
import dev.ioserver.bindings.bsd.BsdTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine takes for granted, by the C program of this project that has nothing of the
 * engine in it: all of it holds of a kernel's kqueue, and of libkqueue all but what {@link
 * KqueueTraits} and {@link LibkqueueEvidenceTest} say.
 */
@OnKqueue
@Timeout(180)
class KqueueAssumptionsTest {

  private static final Set<String> NOT_OF_LIBKQUEUE =
      Set.of(
          "reset-stays-with-the-socket",
          "refused-connect-stays-with-the-socket",
          "refused-datagram-is-readable",
          "failed-change-ends-the-wait",
          "close-removes",
          "close-removes-in-spite-of-a-duplicate",
          "removal-after-close-finds-nothing",
          "queues-nest");

  @Test
  void whatTheEngineTakesForGrantedHolds(@TempDir Path folder) throws Exception {
    String library = BsdTarget.here() == BsdTarget.LIBKQUEUE ? BsdBindings.library() : null;
    CProgram program =
        CProgram.compiled(folder, "assumptions on kqueue", "ci/kqueue-assumptions.c");
    String said =
        library == null ? program.run(List.of(0, 1)) : program.run(List.of(0, 1), library);
    Set<String> failed = names(said, "FAILED");
    assertTrue(names(said, "ok").size() > 15, said);
    assertEquals(
        KqueueTraits.here().closeRemoves() ? Set.of() : new TreeSet<>(NOT_OF_LIBKQUEUE),
        failed,
        said);
  }

  /** Of lines such as "ok read-edge" and "FAILED read-edge: 2 events". */
  private static Set<String> names(String said, String verdict) {
    return said.lines()
        .map(line -> line.split("[ :]+"))
        .filter(words -> words.length > 1 && words[0].equals(verdict))
        .map(words -> words[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
