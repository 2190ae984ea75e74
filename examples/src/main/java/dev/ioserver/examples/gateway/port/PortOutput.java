package dev.ioserver.examples.gateway.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;

/** How a session sends to its port, and closes it. */
public final class PortOutput {

  private PortOutput() {}

  /**
   * Sends a part of a buffer that is written and read at absolute positions, up to its limit.
   *
   * @return whether the port took it; false too if it is closed, and the message that says why is
   *     on its way
   */
  public static boolean send(Port port, ByteBuffer buffer, int offset, int length) {
    if (port.isClosed()) {
      return false;
    }
    buffer.clear().position(offset).limit(offset + length);
    try {
      return port.trySend(buffer);
    } catch (ChannelClosedException e) {
      return false; // a loop with a thread of its own may close it at any moment
    } finally {
      buffer.clear();
    }
  }

  /** Closes the port of a session that has ended. */
  public static void close(Port port, SessionEnd reason) {
    switch (reason) {
      // Who is gone, or takes nothing in, will not take the rest either.
      case LINK_LOST, NOT_READING -> port.abort();
      default -> port.close();
    }
  }
}
