package dev.ioserver.examples.echo;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Message;
import java.util.ArrayDeque;

/**
 * Sends each datagram back to where it came from. What cannot be sent yet is held, as much as there
 * is credit for; beyond that the kernel drops, as a datagram service may.
 */
public final class DatagramEcho {

  /** Datagrams that may be under way between the socket and the echo. */
  private static final int CREDIT = 256;

  /** What could not be sent back yet. */
  private final ArrayDeque<Datagram> held = new ArrayDeque<>(CREDIT);

  /** An echo for one port, which was opened with {@link #options()}. */
  public DatagramEcho() {}

  /** How to open its port. */
  public static DatagramOptions options() {
    return DatagramOptions.defaults().credit(CREDIT).maxDatagram(DatagramPort.MAX_LENGTH);
  }

  /** Deals with one message of the port. */
  public void echo(Message message) {
    switch (message) {
      case Datagram datagram -> {
        held.add(datagram);
        sendBack(datagram.port());
      }
      case DatagramMessage.Writable(DatagramPort port) -> sendBack(port);
      case Closed(DatagramPort _, _) -> {
        held.forEach(Datagram::release);
        held.clear();
      }
      default -> {} // that something is undelivered, or the credit used, is no news
    }
  }

  private void sendBack(DatagramPort port) {
    while (!held.isEmpty() && !port.isClosed()) {
      Datagram datagram = held.element();
      if (!port.tryReply(datagram, datagram.bytes())) {
        return; // until it is Writable
      }
      held.remove().release();
      port.active(1);
    }
  }
}
