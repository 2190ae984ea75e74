package dev.ioserver.examples.gateway.server;

import java.nio.ByteBuffer;

/**
 * Where the exchange's messages to one account go, whether somebody is connected or not. Each front
 * door has its own: one stores and sends the bytes, another translates them first.
 */
interface Outlet {

  /**
   * Takes one OUCH message of the exchange; the bytes are only valid during the call.
   *
   * @return false if the account's memory is used up, and the message is lost
   */
  boolean deliver(ByteBuffer message, int offset, int length);
}
