package dev.ioserver.testkit;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.net.InetSocketAddress;
import java.util.Objects;

/** Descriptors of the engine under test, to be registered with one of its selectors. */
final class RawSockets implements AutoCloseable {

  private final Sockets sockets;
  private final long listener;
  private final InetSocketAddress address;
  private final Chunk chunk = new ChunkPool().lease(1_024);

  private RawSockets(Sockets sockets) {
    this.sockets = sockets;
    this.listener = sockets.listen(TestServer.loopback(), ListenOptions.defaults());
    if (listener < 0) {
      throw new AssertionError(sockets.lastCall() + " gave " + listener);
    }
    this.address = Objects.requireNonNull(sockets.localAddress(listener));
  }

  static RawSockets open(IoSelector selector) throws Exception {
    return new RawSockets(selector.openSockets());
  }

  /** A connection: a descriptor here, a plain socket there. */
  Pair pair() throws Exception {
    Peer peer = Peer.connect(address);
    while (true) {
      long accepted = sockets.accept(listener, PortOptions.defaults());
      if (accepted >= 0) {
        return new Pair(accepted, peer);
      }
      if (accepted != ErrorCodes.WOULD_BLOCK) {
        throw new AssertionError("accept gave " + accepted);
      }
      Thread.onSpinWait();
    }
  }

  /** Reads what there is: how many bytes, or what the call returned. */
  int read(long descriptor) {
    chunk.restart();
    return sockets.receive(descriptor, chunk, 0, chunk.capacity());
  }

  void close(long descriptor) {
    sockets.close(descriptor);
  }

  @Override
  public void close() {
    sockets.close(listener);
    sockets.close();
  }

  /** The two ends of a connection. */
  record Pair(long descriptor, Peer peer) {}
}
