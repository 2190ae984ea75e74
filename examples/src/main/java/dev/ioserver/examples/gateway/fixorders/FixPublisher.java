package dev.ioserver.examples.gateway.fixorders;

import dev.ioserver.examples.gateway.fix.FixWriter;

/** Where messages to one client go, whether it is there or not. */
@FunctionalInterface
public interface FixPublisher {

  /**
   * Takes the fields behind the header; they are only valid during the call.
   *
   * @return false if the client's memory is used up, and the message is lost
   */
  boolean publish(int type, FixWriter fields);
}
