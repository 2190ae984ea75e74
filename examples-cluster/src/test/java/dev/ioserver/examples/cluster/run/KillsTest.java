package dev.ioserver.examples.cluster.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed under load, and nothing is lost. The long run is one of -Pstress. */
class KillsTest {

  private static final int SECONDS = 2;
  private static final int RATE = 200;
  private static final int CLIENTS = 4;
  private static final int KILLS = 30;

  @TempDir private Path folder;

  @Test
  void aSeedHasItsKillsAndTenKillsHaveAllKinds() {
    List<Kill> kills = Kill.shuffled(KILLS, new Random(17));
    assertEquals(kills, Kill.shuffled(KILLS, new Random(17)));
    assertEquals(KILLS, kills.size());
    for (int i = 0; i < KILLS; i += 10) {
      assertEquals(
          EnumSet.allOf(Kill.class), EnumSet.copyOf(kills.subList(i, i + 10)), kills.toString());
    }
  }

  @Test
  void nothingIsLostWhateverIsKilled() throws Exception {
    if (!Boolean.getBoolean("ioserver.stress")) {
      throw Skip.loudly("no process is killed at random without -Pstress");
    }
    long seed = System.nanoTime() & Integer.MAX_VALUE;
    Trial trial = new Trial(folder, SECONDS, RATE, CLIENTS, KILLS, seed, System.out::println);
    assertTrue(trial.run(), () -> "with seed " + seed);
  }
}
