package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.IdleStrategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command that opens a server lets choose of its engine; for picocli to mix in. */
final class EngineOptions {

  @Option(names = "--engine", paramLabel = "NAME", description = "The best available by default.")
  @Nullable String engine;

  @Option(
      names = "--idle",
      paramLabel = "park|adaptive|busy",
      defaultValue = "park",
      converter = Idle.class,
      description = {
        "What an event loop does with nothing to do: it parks at once (default),",
        "asks the kernel again for a while if waits have lately been short, or never parks."
      })
  IdleStrategy idle;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EngineOptions() {}
}
