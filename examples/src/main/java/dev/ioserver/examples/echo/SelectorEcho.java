package dev.ioserver.examples.echo;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import org.jspecify.annotations.Nullable;

/** As {@link EchoServer}, over the raw selector: readiness, and the calls made by hand. */
public final class SelectorEcho implements ReadyHandler {

  private final IoSelector selector;
  private final Sockets sockets;
  private final long listener;
  private final ChunkPool pool = new ChunkPool();

  private record Client(long socket, Chunk chunk) {}

  /** An echo for a listening socket, which whoever opened it closes. */
  public SelectorEcho(IoSelector selector, Sockets sockets, long listener) {
    this.selector = selector;
    this.sockets = sockets;
    this.listener = listener;
    selector.registry().register(listener, Interest.READ, null);
  }

  @Override
  public void onReady(long token, @Nullable Object attachment, int ready) {
    if (!(attachment instanceof Client(long socket, Chunk chunk))) {
      long accepted = sockets.accept(listener, SocketOptions.none());
      if (accepted >= 0) {
        Client client = new Client(accepted, pool.lease(ChunkPool.LARGEST));
        selector.registry().register(accepted, Interest.READ, client);
      }
      return;
    }
    int result = 0;
    if (chunk.readable() == 0) {
      chunk.restart();
      result = sockets.receive(socket, chunk, 0, chunk.capacity());
      chunk.writeIndex(Math.max(0, result));
    }
    if (chunk.readable() > 0) {
      result = sockets.send(socket, chunk);
      chunk.readIndex(chunk.readIndex() + Math.max(0, result));
    }
    if (result > 0 || result == ErrorCodes.WOULD_BLOCK) {
      selector.registry().interest(token, chunk.readable() == 0 ? Interest.READ : Interest.WRITE);
      return;
    }
    selector.deregisterNow(token); // the peer's end, or a failure
    sockets.close(socket);
    chunk.release();
  }
}
