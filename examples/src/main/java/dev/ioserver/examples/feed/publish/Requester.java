package dev.ioserver.examples.feed.publish;

import dev.ioserver.engine.api.Datagram;
import org.jspecify.annotations.Nullable;

/** Somebody who has asked for messages lately, and the one request that waits for its answer. */
final class Requester {

  long hostHigh;
  long hostLow;
  int port;

  /** Counts ticks; a requester of an earlier one has all its budget again. */
  long tick;

  /** Answers since the tick began. */
  int answered;

  /** When it was last heard of, in requests of all. */
  long heard;

  /** The request that waits, or null; kept for the way back. */
  @Nullable Datagram waiting;

  long from;
  int count;

  /** The one that waits behind this one. */
  @Nullable Requester next;

  Requester() {}

  boolean is(Datagram request) {
    return hostLow == request.sourceLow()
        && port == request.sourcePort()
        && hostHigh == request.sourceHigh();
  }

  void become(Datagram request) {
    hostHigh = request.sourceHigh();
    hostLow = request.sourceLow();
    port = request.sourcePort();
    tick = 0;
    answered = 0;
  }
}
