package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import java.net.SocketAddress;

/**
 * A protocol by which clients reach the exchange, and where it listens. The session loop listens
 * for it, and asks it for a session for each port that is accepted; all else is between the session
 * and the {@link Exchange}.
 */
interface FrontDoor {

  /** Where to listen. */
  SocketAddress address();

  /** How: framing, limits. */
  ListenOptions options();

  /** The session of a port that was just accepted. */
  ClientSession accept(Select<Message> select, Port port);
}
