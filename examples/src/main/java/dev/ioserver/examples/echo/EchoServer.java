package dev.ioserver.examples.echo;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.Writable;
import java.util.ArrayDeque;

/** Sends back what it gets. A client that does not read is not read from: credit bounds it. */
public final class EchoServer {

  /** Messages of a client that may be under way between its socket and the echo. */
  private static final int CREDIT = 16;

  /** What could not be sent back to a client yet, and whether that is all there will be. */
  private static final class Client {
    private final ArrayDeque<Data> held = new ArrayDeque<>(CREDIT + 1);
    private boolean ended;
  }

  /** Deals with one message of a select that has listeners and the ports that they accepted. */
  public static void echo(Select<Message> select, Message message) {
    switch (message) {
      case Accepted a -> select.add(a.port().attach(new Client()).active(CREDIT));
      case Data d when d.port().attachment() instanceof Client client -> {
        client.held.add(d);
        sendBack(d.port(), client);
      }
      case Writable w when w.port().attachment() instanceof Client client ->
          sendBack(w.port(), client);
      case PeerClosed p when p.port().attachment() instanceof Client client -> {
        client.ended = true;
        sendBack(p.port(), client);
      }
      case ShuttingDown s when s.port().attachment() instanceof Client client -> {
        client.ended = true;
        sendBack(s.port(), client);
      }
      case Closed(Port port, _) when port.attachment() instanceof Client client ->
          client.held.forEach(Data::release);
      default -> {} // that a port is passive until more credit comes is no news
    }
  }

  private static void sendBack(Port port, Client client) {
    while (!client.held.isEmpty() && !port.isClosed()) {
      Data data = client.held.element();
      if (!port.trySend(data.bytes())) {
        return; // until it is Writable
      }
      client.held.remove().release();
      port.active(1);
    }
    if (client.ended) {
      port.close();
    }
  }

  private EchoServer() {}
}
