package dev.ioserver.engine.readiness;

import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.DatagramSockets;

/**
 * What the datagram sockets of a transport share: the calls of the system, room to receive into,
 * and a batch to send from. Made for the first of them.
 */
final class DatagramCalls {

  final DatagramSockets sockets;
  final ReceiveRoom room;
  final SendBatch sending;

  DatagramCalls(DatagramSockets sockets, ChunkPool pool) {
    this.sockets = sockets;
    this.room = new ReceiveRoom(pool, sockets.needsBuffers());
    this.sending = new SendBatch(sockets.needsBuffers());
  }
}
