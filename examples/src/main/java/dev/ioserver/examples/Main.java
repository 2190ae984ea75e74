package dev.ioserver.examples;

import dev.ioserver.examples.cli.IoServerCommand;

/** Where the {@code ioserver} command starts. */
public final class Main {

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    int exitCode = IoServerCommand.commandLine().execute(args);
    System.exit(exitCode);
  }
}
