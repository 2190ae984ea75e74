package dev.ioserver.examples.cluster.cli;

import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.SystemCallException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every failure into one line, and into the exit code that it means. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** {@code -Dioserver.debug=true} shows the stack trace of whatever ends a command. */
  private static final String DEBUG = "ioserver.debug";

  Failures() {}

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    return fail(e.getMessage() + "; see '" + name + " --help'", ExitCode.USAGE, e);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    boolean known =
        e instanceof IllegalArgumentException
            || e instanceof SystemCallException
            || e instanceof EngineUnavailableException;
    return known
        ? fail(e.getMessage(), ExitCode.USAGE, e)
        : fail(
            "failed unexpectedly: " + e + "; IOSERVER_OPTS=-D" + DEBUG + "=true tells more",
            ExitCode.SOFTWARE,
            e);
  }

  private static int fail(@Nullable String message, int exitCode, Exception e) {
    System.err.println("ioserver: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", "; "));
    if (Boolean.getBoolean(DEBUG)) {
      e.printStackTrace(System.err);
    }
    return exitCode;
  }
}
