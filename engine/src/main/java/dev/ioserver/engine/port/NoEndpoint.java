package dev.ioserver.engine.port;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import dev.ioserver.engine.spi.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A port's endpoint before it is opened and after it is closed: takes nothing, gives nothing. */
final class NoEndpoint implements Endpoint {

  static final Endpoint INSTANCE = new NoEndpoint();

  private NoEndpoint() {}

  @Override
  public void receiving(boolean on) {
    // Nothing comes.
  }

  @Override
  public void send(Chunk chunk) {
    Chunks.releaseChain(chunk);
  }

  @Override
  public void flush() {
    // Nothing is queued.
  }

  @Override
  public long unsentBytes() {
    return 0;
  }

  @Override
  public void shutdownOutput() {
    // There is no output.
  }

  @Override
  public void closeAfterFlush() {
    // Closed, and said so.
  }

  @Override
  public void close(boolean reset) {
    // Closed, and said so.
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return null;
  }
}
