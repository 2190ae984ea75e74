package dev.ioserver.engine.api;

/**
 * A message that comes from a {@link DatagramPort}. {@link Failed} and {@link Closed}, which end
 * it, are common to all sources.
 */
public sealed interface DatagramMessage extends Message
    permits Datagram, Undelivered, DatagramMessage.CreditUsed, DatagramMessage.Writable {

  /** {@return the port it comes from} */
  DatagramPort port();

  /**
   * The credit given by {@link DatagramPort#active(int)} is used up, or {@link
   * DatagramPort#pause()} took it back. Nothing more is received until new credit is given; what
   * comes meanwhile the kernel keeps as long as it has room, and then drops and counts. It is told
   * only if it is still so when it is received.
   *
   * @param port that it is about
   */
  record CreditUsed(DatagramPort port) implements DatagramMessage {}

  /**
   * What waits to be sent has fallen to the low watermark or below, after a send was refused or had
   * to wait because of the high watermark: sending is welcome again.
   *
   * @param port that it is about
   */
  record Writable(DatagramPort port) implements DatagramMessage {}
}
