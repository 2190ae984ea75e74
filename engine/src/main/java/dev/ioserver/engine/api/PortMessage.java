package dev.ioserver.engine.api;

/** A message that comes from a {@link Port}. */
public sealed interface PortMessage extends Message
    permits Connected, CreditUsed, Data, Handshaken, Idle, PeerClosed, ShuttingDown, Writable {

  /** {@return the port it comes from} */
  Port port();
}
