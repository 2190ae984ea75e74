package dev.ioserver.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, which does nothing without one of its subcommands. */
@Command(
    name = "ioserver",
    description =
        "An I/O engine for the JVM at work: an order gateway and its market data feed, an echo"
            + " server, a soak test.",
    subcommands = {
      GatewayCommand.class,
      FeedCommand.class,
      EchoCommand.class,
      SoakCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "./ioserver cluster, in the source tree, is the gateway in front of replicated order books.",
      "./ioserver bench, in the source tree, measures what it all costs; see its --help."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class IoServerCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  private IoServerCommand() {}

  /** The command with everything that it needs to be executed. */
  public static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new IoServerCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
