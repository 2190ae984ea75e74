package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import dev.ioserver.engine.spi.Endpoint;
import dev.ioserver.engine.spi.EndpointHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a connect gives that failed at once: it has told its handler, and takes nothing any more.
 */
final class FailedEndpoint implements Endpoint {

  FailedEndpoint(EndpointHandler handler, SystemCallException cause) {
    handler.onFailed(cause);
    handler.onClosed();
  }

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
    // Closed already, and said so.
  }

  @Override
  public void close(boolean reset) {
    // Closed already, and said so.
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return null;
  }
}
