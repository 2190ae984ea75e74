package dev.ioserver.examples.report;

import dev.ioserver.examples.gateway.server.GatewayServer;
import java.util.function.Consumer;

/** How the servers of the commands end: their clients have time to finish, and no more. */
public final class Drain {

  private Drain() {}

  /** Closes a gateway in good order: its clients get the rest of their messages, and the end. */
  public static void of(GatewayServer gateway, Consumer<String> out) {
    tell(gateway.closeAndCountLeft(), out);
  }

  /** Says how many connections had not finished in time, if there were any. */
  public static void tell(int left, Consumer<String> out) {
    if (left > 0) {
      out.accept(left + (left == 1 ? " connection" : " connections") + " had not finished in time");
    }
  }
}
