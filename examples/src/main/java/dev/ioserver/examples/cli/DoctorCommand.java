package dev.ioserver.examples.cli;

import dev.ioserver.engine.doctor.Doctor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ioserver doctor}: what can run here, and what stands in the way of the rest. */
@Command(
    name = "doctor",
    description = "Which engines can run here and why not, and what else matters of this machine.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      Doctor.BEST + ":the best engine of this system is used",
      Doctor.SECOND_BEST + ":an engine is used although this system has a better one",
      Doctor.NO_ENGINE + ":no engine can be used"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  DoctorCommand() {}

  @Override
  public Integer call() {
    return Doctor.report(spec.commandLine().getOut());
  }
}
