package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;

/** Messages in a history. */
final class Words {

  private Words() {}

  static String of(Receiver<?> source, Message message) {
    String from =
        switch (source) {
          case Port port -> port.attachment() instanceof End end ? end.toString() : "a port";
          case Listener _ -> "the listener";
          default -> "a timer";
        };
    String what =
        switch (message) {
          case Data data -> "Data, " + data.length() + " bytes";
          case Failed failed -> "Failed, " + failed.cause().getMessage();
          default -> message.getClass().getSimpleName();
        };
    return from + ": " + what;
  }
}
