package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.doctor.Doctor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  @Test
  void saysThatWakesNeedNoFenceWhereTheCompilersWereRead() {
    CommandRun run = CommandRun.of("doctor");
    assertEquals(expectedExitCode(), run.exitCode(), run.err());
    assertTrue(run.out().contains("fenceless wakes on: read for HotSpot 25 on "), run.out());
  }

  /** Nothing is plugged in here, but something could be, and nobody has read what. */
  @Test
  void saysThatWakesHaveTheirFenceWhereACompilerMayBePluggedIn() throws Exception {
    List<String> options = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI");
    try (ChildCommand doctor = ChildCommand.withOptions(options, "doctor")) {
      String line = doctor.await("fenceless wakes");
      assertTrue(line.contains("off, unless processBarrier(true) of the options"), line);
      assertTrue(line.contains("-XX:+EnableJVMCI"), line);
      doctor.rest();
      assertEquals(expectedExitCode(), doctor.exitCode());
    }
  }

  /** The best engine is used, or the exit code says that it is not. */
  private static int expectedExitCode() {
    return EngineInfo.secondBest() == null ? Doctor.BEST : Doctor.SECOND_BEST;
  }
}
