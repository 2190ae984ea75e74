package dev.ioserver.start;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.SystemCallException;

/** A program that opens two servers, one after the other, and says what it got. */
public final class OpenTwice {

  private OpenTwice() {}

  /** Takes the name of an engine, or nothing. */
  public static void main(String[] arguments) {
    IoServerOptions options = IoServerOptions.defaults();
    if (arguments.length > 0) {
      options = options.engine(arguments[0]);
    }
    for (int i = 0; i < 2; i++) {
      try (IoServer server = IoServer.open(options)) {
        System.out.println("opened " + server.engine());
      } catch (EngineUnavailableException e) {
        System.out.println("refused: " + e.getMessage());
      } catch (SystemCallException e) {
        System.out.println("failed: " + e.getMessage());
      }
    }
  }
}
