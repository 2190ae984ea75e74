package dev.ioserver.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What came of a command that was run in this JVM. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        IoServerCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = command.execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** The number behind a name in the table at the end. */
  long number(String name) {
    return out.lines()
        .filter(line -> line.strip().startsWith(name + "  "))
        .map(line -> line.strip().substring(name.length()).strip().split(" ", 2)[0])
        .mapToLong(number -> Long.parseLong(number.replace(",", "")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + name + "' in\n" + out));
  }
}
