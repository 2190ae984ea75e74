package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * A stream before it is opened and after it is closed, and what a connect gives that failed at
 * once: it takes nothing, gives nothing, and has said so.
 *
 * <p>Thread-safety: any thread; no state.
 */
public final class ClosedStream implements Stream {

  /** The only one. */
  public static final Stream INSTANCE = new ClosedStream();

  private ClosedStream() {}

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
  public @Nullable SocketAddress localAddress() {
    return null;
  }

  @Override
  public long descriptor() {
    return -1;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    throw closed("getsockopt", option);
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws SystemCallException {
    throw closed("setsockopt", option);
  }

  private static SystemCallException closed(String call, SocketOption<?> option) {
    return new SystemCallException(
        call + "(" + option.name() + ")",
        "",
        0,
        "EBADF",
        "the socket is closed, or not open yet",
        SystemCallException.Kind.BAD_DESCRIPTOR);
  }
}
