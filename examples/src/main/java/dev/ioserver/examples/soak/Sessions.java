package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.Writable;
import java.io.IOException;
import java.util.Objects;

/** Gives messages to the sessions and alarms that they are for. */
final class Sessions {

  private Sessions() {}

  /** Deals with a message of a port or a timer. */
  static void dispatch(Message message, Alarms alarms, Tally tally) {
    switch (message) {
      case Data data -> session(data.port()).onData(data);
      case Writable writable -> session(writable.port()).step();
      case Connected connected when session(connected.port()) instanceof ClientSession client ->
          client.onConnected();
      case PeerClosed closed -> session(closed.port()).onPeerClosed();
      case Failed(Port port, IOException cause) -> session(port).onFailed(cause);
      case Failed(Receiver<?> source, IOException cause) -> {
        tally.wrongEnds.increment();
        tally.note(source + " failed: " + cause);
      }
      case Closed(Port port, _) -> session(port).onClosed();
      case Expired expired -> alarms.onExpired(expired);
      default -> {} // the end of a timer or a listener, and used-up credit, are no news
    }
  }

  private static Session session(Port port) {
    return (Session) Objects.requireNonNull(port.attachment(), "a port without a session");
  }
}
