package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.examples.gateway.load.LoadException;
import dev.ioserver.examples.tls.TlsSetupException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one line, and into the exit code that it means. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** {@code -Dioserver.debug=true} shows the stack trace of whatever ends a command. */
  private static final String DEBUG = "ioserver.debug";

  Failures() {}

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      message += suggestions.isEmpty() ? "" : "; did you mean " + suggestions.getFirst() + "?";
    }
    return fail(
        command,
        message + "; see '" + command.getCommandSpec().qualifiedName() + " --help'",
        ExitCode.USAGE,
        e);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return switch (e) {
      case EngineUnavailableException engine ->
          fail(
              command,
              engine.getMessage() + "; 'ioserver doctor' says what can run here",
              ExitCode.USAGE,
              e);
      case SystemCallException call -> fail(command, call.getMessage(), ExitCode.USAGE, e);
      case TlsSetupException keys -> fail(command, keys.getMessage(), ExitCode.USAGE, e);
      case LoadException load -> fail(command, load.getMessage(), ExitCode.USAGE, e);
      case FileSystemException file ->
          fail(command, "cannot write " + file.getMessage(), ExitCode.USAGE, e);
      case PicocliException conversion -> fail(command, conversion.getMessage(), ExitCode.USAGE, e);
      case IllegalArgumentException argument ->
          fail(command, argument.getMessage(), ExitCode.USAGE, e);
      default ->
          fail(
              command,
              "failed unexpectedly: " + e + "; IOSERVER_OPTS=-D" + DEBUG + "=true tells more",
              ExitCode.SOFTWARE,
              e);
    };
  }

  private static int fail(
      CommandLine command, @Nullable String message, int exitCode, Exception e) {
    PrintWriter err = command.getErr();
    err.println("ioserver: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", "; "));
    if (Boolean.getBoolean(DEBUG)) {
      e.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }
}
